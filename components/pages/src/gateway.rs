//! What people call the gateways at which a fee is paid.

/// What people call the gateways that this portal comes with; any other by its word.
pub fn gateway_name(gateway: &str) -> &str {
    const NAMES: [(&str, &str); 8] = [
        ("keypay", "KeyPay"),
        ("vnpay", "VNPay"),
        ("momo", "MoMo"),
        ("zalopay", "ZaloPay"),
        ("onepay", "OnePay"),
        ("payos", "payOS"),
        ("vietqr", "VietQR"),
        ("shopeepay", "ShopeePay"),
    ];
    NAMES.iter().find(|(word, _)| *word == gateway).map_or(gateway, |(_, name)| name)
}

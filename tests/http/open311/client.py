"""Files a report and reads it back with two Open311 libraries of others, as they come from the registry.

    client.py BASE [WISHES]

BASE is the address of the service, `http://127.0.0.1:3000/open311/v2`. WISHES is a JSON object that changes what is filed:
`service_code`, `attributes` (code to value), `api_key`, and any other argument of civicbot's `create_request`.

civicbot files, and reads JSON; it checks the form against our own list and definition before it sends it. georeport, which
others wrote, reads both formats. One JSON object with all that they got is printed; what the server refuses ends the script.
"""

import json
import os
import sys
from decimal import Decimal

# The service is on this machine, whatever proxy the environment names.
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "*"

from civicbot.http import HttpError, HttpTransport, RateLimiter
from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from georeport import GeoReport

# Line breaks, marks of XML and of JSON, and letters outside the first plane.
DESCRIPTION = 'Ổ gà rất to giữa đường, sâu "20 cm".\nXe máy & xe đạp dễ ngã <nguy hiểm>: đã có 2 người ngã 🕳️.'
ADDRESS = "Trước số nhà 12, đường Nguyễn Trãi, phường Thanh Xuân, Hà Nội"
ANSWERS = {"number": "2", "datetime": "2026-11-30T12:33:15+07:00"}


def client_of(base, api_key):
    """A client that waits for nobody: its pauses are for the servers of cities."""
    endpoint = Endpoint(id="motcua", name="Một Cửa", base_url=base, write=True, api_key_required_for_write=bool(api_key))
    return Open311Client(endpoint, HttpTransport(rate_limiter=RateLimiter(min_interval=0)))


def answers(definition):
    """An answer to each question that is required."""
    return {
        attribute["code"]: answer(attribute)
        for attribute in definition["attributes"]
        if attribute["variable"] and attribute["required"]
    }


def answer(attribute):
    keys = [value["key"] for value in attribute.get("values", [])]
    match attribute["datatype"]:
        case "singlevaluelist":
            return keys[0]
        case "multivaluelist":
            return keys[:2]
        case datatype:
            return ANSWERS.get(datatype, "Không rõ")


def listed(library, code, request_id):
    """The report among the open ones of its service, if it is there."""
    try:
        found = library(service_code=code, status="open")
    except TypeError:  # An empty list in XML is more than georeport can read,
        return None
    found = found if isinstance(found, list) else [found]  # and of a single report it makes no list.
    return next((one for one in found if one["service_request_id"] == request_id), None)


def refused(client):
    """What a library shows of a refusal: the form has neither a service that exists nor a place."""
    try:
        client.http.post_form(client._url("requests"), {"service_code": "khong-co", "description": "Ổ gà"})
    except HttpError as error:
        return {"status": error.status, "body": json.loads(error.body)}
    return None


def main(base, wishes):
    base = base.rstrip("/")
    client = client_of(base, wishes.get("api_key"))
    as_json, as_xml = (GeoReport(base, output_format=output_format) for output_format in ("json", "xml"))

    services = client.list_services()
    with_questions = [service for service in services if service["metadata"]] or services
    code = wishes.pop("service_code", with_questions[0]["service_code"])
    service = next(service for service in services if service["service_code"] == code)
    definition = client.get_service_definition(code) if service["metadata"] else None

    report = {
        "lat": Decimal("21.0280"),
        "lng": Decimal("105.80489700000001"),
        "address_string": ADDRESS,
        "description": DESCRIPTION,
        "first_name": "Nguyễn",
        "last_name": "Văn An",
        "email": "an@example.vn",
        "phone": "0912345678",
        "media_url": "https://example.vn/anh/o-ga.jpg?co=to&so=1",
        "attributes": answers(definition) if definition else {},
        **wishes,
    }
    filed = client.create_request(code, dry_run=False, confirm="SEND", validate_remote=True, **report)
    created = filed.response[0]
    request_id = created["service_request_id"]

    return {
        "services": services,
        "services_json": as_json.get_service_list(),
        "services_xml": as_xml.get_service_list(),
        "service": service,
        "definition": definition,
        "definition_xml": as_xml.get_service_definition(code) if definition else None,
        "sent": {name: str(value) if isinstance(value, Decimal) else value for name, value in filed.form.items()},
        "created": created,
        "read": client.get_request(request_id),
        "read_json": as_json.get_service_request(request_id),
        "read_xml": as_xml.get_service_request(request_id),
        "asked_for": client.list_requests(service_request_ids=[request_id]),
        "listed": listed(client.list_requests, code, request_id),
        "listed_json": listed(as_json.get_service_requests, code, request_id),
        "listed_xml": listed(as_xml.get_service_requests, code, request_id),
        "refused": refused(client),
    }


if __name__ == "__main__":
    wished = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
    print(json.dumps(main(sys.argv[1], wished), ensure_ascii=False))

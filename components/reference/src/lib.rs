//! Reference data as functions read it from the store: procedures, forms and places, brought to the rules.

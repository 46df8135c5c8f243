-- What is due at a desk and at all below it is read desk by desk, so nothing that is done with may lie between them.

DROP INDEX feedback_of_desk;

CREATE INDEX feedback_due ON feedback (desk, due, code) WHERE due IS NOT NULL;

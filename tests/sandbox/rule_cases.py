"""For each rule of the table that one request can break: that request, and its control."""

from bot.sandbox.rules import Rule
from tests.sandbox.case import Case
from tests.sandbox.cases_rest import FILES, INVOICES, PROFILE, WEBHOOKS
from tests.sandbox.cases_talk import HTML, KEYBOARDS, MESSAGES

CASES: dict[Rule, Case] = MESSAGES | HTML | KEYBOARDS | PROFILE | WEBHOOKS | INVOICES | FILES

"""The one table of what the Bot API refuses: status, words, and the rule in a sentence."""

from dataclasses import dataclass
from enum import Enum, unique


class Source(Enum):
    """Where the words of a row come from."""

    SERVER = "the public server's own source or its answers"
    THREADS = "answers quoted in public threads"
    ASSUMED = "the limit is documented, the words are a guess"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row: what the server answers, and which rule was broken."""

    status: int
    words: str
    rule: str
    source: Source = Source.SERVER


THREADS, ASSUMED = Source.THREADS, Source.ASSUMED
_QUERY_OLD = "query is too old and response timeout expired or query ID is invalid"


def _bad(words: str, rule: str, source: Source = Source.SERVER) -> Refusal:
    return Refusal(400, f"Bad Request: {words}", rule, source)


def _entities(words: str, rule: str) -> Refusal:
    return _bad(f"can't parse entities: {words}", rule)


@unique
class Rule(Enum):
    """All rows; `{braces}` are filled in when the rule is broken."""

    # who is calling, and what
    UNAUTHORIZED = Refusal(401, "Unauthorized", "a token is digits, a colon and a secret")
    UNKNOWN_METHOD = Refusal(404, "Not Found: method not found", "the method exists")
    UNREADABLE_BODY = _bad(
        "can't parse request body", "a body is JSON, a form or multipart", ASSUMED
    )
    UTF8 = _bad("strings must be encoded in UTF-8", "texts are whole characters")
    PARAMETER_REQUIRED = _bad('parameter "{name}" is required', "required parameters are given")
    NOT_MODELLED = _bad(
        "the sandbox does not model {what}", "only what is modelled is accepted", ASSUMED
    )
    TOO_MANY_REQUESTS = Refusal(
        429, "Too Many Requests: retry after {seconds}", "a flood is slowed down"
    )
    SERVER_ERROR = Refusal(500, "Internal Server Error", "the server itself can fail")

    # chats
    CHAT_EMPTY = _bad("chat_id is empty", "a chat is named")
    CHAT_NOT_FOUND = _bad("chat not found", "the chat exists")
    NOT_STARTED = Refusal(
        403,
        "Forbidden: bot can't initiate conversation with a user",
        "the person writes first",
        THREADS,
    )
    BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user", "the person has not blocked")
    DEACTIVATED = Refusal(403, "Forbidden: user is deactivated", "the person's account lives")

    # texts
    TEXT_EMPTY = _bad("message text is empty", "a message has a text")
    TEXT_BLANK = _bad(
        "text must be non-empty", "something is left of the text after parsing", THREADS
    )
    TEXT_TOO_LONG = _bad("message is too long", "a text is at most 4096 characters after parsing")
    CAPTION_TOO_LONG = _bad(
        "message caption is too long", "a caption is at most 1024 characters after parsing"
    )
    PARSE_MODE = _bad("unsupported parse_mode", "the parse mode exists")
    ENTITY_LIST = _bad("can't parse MessageEntity: {why}", "explicit entities are well-formed")
    REPLY_NOT_FOUND = _bad(
        "message to be replied not found", "the message replied to exists", THREADS
    )

    # HTML
    HTML_TAG = _entities(
        'Unsupported start tag "{tag}" at byte offset {offset}', "only Telegram's tags are used"
    )
    HTML_START_OPEN = _entities(
        "Unclosed start tag at byte offset {offset}", "a start tag is closed"
    )
    HTML_END_OPEN = _entities("Unclosed end tag at byte offset {offset}", "an end tag is closed")
    HTML_END_EARLY = _entities(
        "Unexpected end tag at byte offset {offset}", "an end tag has a start tag"
    )
    HTML_END_WRONG = _entities(
        'Unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{found}>"',
        "tags are closed in the order they were opened",
    )
    HTML_END_MISSING = _entities(
        'Can\'t find end tag corresponding to start tag "{tag}"', "every start tag has an end tag"
    )
    HTML_ATTRIBUTE_NAME = _entities(
        'Empty attribute name in the tag "{tag}" at byte offset {offset}', "attributes have names"
    )
    HTML_ATTRIBUTE_VALUE = _entities(
        'Expected equal sign in declaration of an attribute of the tag "{tag}" '
        "at byte offset {offset}",
        "attributes have values",
    )
    HTML_NAME_TOKEN = _entities(
        "Unexpected end of name token at byte offset {offset}",
        "a value without quotes is letters, digits, points and dashes",
    )
    HTML_SPAN = _entities(
        'Tag "span" must have class "tg-spoiler" at byte offset {offset}',
        "a span is a spoiler",
    )
    HTML_EMOJI = _entities("Invalid custom emoji identifier specified", "an emoji id is a number")
    HTML_TIME = _bad(
        "can't parse entities: Invalid date specified", "a tg-time has a Unix time", ASSUMED
    )

    HTML_SURROGATE = _entities(
        "Text contains invalid Unicode characters after decoding HTML entities, check for "
        "unmatched surrogate code units",
        "character references are characters",
    )

    # keyboards
    MARKUP_JSON = _bad("can't parse reply keyboard markup JSON object", "markup is JSON")
    MARKUP_OBJECT = _bad("object expected as reply markup", "markup is an object")
    MARKUP_ROWS = _bad(
        'field "{field}" of the {type} must be an Array of Arrays', "buttons are rows of buttons"
    )
    MARKUP_FLAG = _bad(
        'field "{field}" of the {type} must be of the type Boolean', "markup flags are Booleans"
    )
    MARKUP_INLINE_ONLY = _bad(
        "inline keyboard expected", "only an inline keyboard can be edited onto a message", ASSUMED
    )
    MARKUP_TOO_MANY = _bad(
        "REPLY_MARKUP_TOO_LONG", "at most 8 buttons a row and 100 in all", THREADS
    )
    PLACEHOLDER = _bad("BUTTON_PLACEHOLDER_INVALID", "a placeholder is 1 to 64 characters", ASSUMED)
    BUTTON_FIELD = _bad("can't parse {kind} button: {why}", "a button's fields have their types")
    BUTTON_BARE = _bad(
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        "an inline button does something",
    )
    BUTTON_TEXT = _bad("BUTTON_TEXT_INVALID", "a button has a label", THREADS)
    BUTTON_DATA = _bad("BUTTON_DATA_INVALID", "callback data is 1 to 64 bytes", THREADS)
    BUTTON_URL = _bad(
        "inline keyboard button URL '{url}' is invalid: Wrong HTTP URL", "a link is a real link"
    )
    BUTTON_COPY = _bad("BUTTON_COPY_TEXT_INVALID", "text to copy is 1 to 256 characters", ASSUMED)
    BUTTON_PAY = _bad("BUTTON_TYPE_INVALID", "a pay button is on an invoice", THREADS)
    BUTTON_PAY_FIRST = _bad(
        "REPLY_MARKUP_BUY_EMPTY", "an invoice's first button is its pay button", THREADS
    )

    # editing and deleting
    MESSAGE_UNNAMED = _bad("message identifier is not specified", "a message is named")
    EDIT_NOT_FOUND = _bad("message to edit not found", "the message to edit exists")
    EDIT_FORBIDDEN = _bad("message can't be edited", "a bot edits its own messages")
    EDIT_MARKUP = _bad(
        "message can't be edited", "a message that came with a reply keyboard stays as it is"
    )
    EDIT_NO_TEXT = _bad("there is no text in the message to edit", "a text is edited to a text")
    NOT_MODIFIED = _bad(
        "message is not modified: specified new message content and reply markup are exactly the "
        "same as a current content and reply markup of the message",
        "an edit changes something",
    )
    DELETE_NOT_FOUND = _bad("message to delete not found", "the message to delete exists")
    DELETE_LATE = _bad(
        "message can't be deleted for everyone", "a message is deleted within 48 hours", THREADS
    )
    REACT_NOT_FOUND = _bad("message to react not found", "the message to react to exists", THREADS)
    REACTION = _bad("REACTION_INVALID", "the reaction is one of Telegram's", THREADS)
    REACTIONS = _bad("REACTIONS_TOO_MANY", "a bot has one reaction on a message", ASSUMED)

    # answering taps
    QUERY_OLD = _bad(_QUERY_OLD, "a tap is answered once, within 15 seconds")
    ANSWER_TOO_LONG = _bad(
        "MESSAGE_TOO_LONG", "an answer to a tap is at most 200 characters", THREADS
    )

    # what the bot says of itself
    CHAT_ACTION = _bad("wrong parameter action in request", "the chat action exists")
    COMMANDS_JSON = _bad("can't parse commands JSON object", "commands are JSON")
    COMMANDS_ARRAY = _bad("expected an Array of BotCommand", "commands are a list")
    COMMAND_FIELD = _bad("can't parse BotCommand: {why}", "a command has a name and a description")
    COMMAND_NAME = _bad("BOT_COMMAND_INVALID", "a command is 1 to 32 of a-z, 0-9 and _", THREADS)
    COMMAND_DESCRIPTION = _bad(
        "BOT_COMMAND_DESCRIPTION_INVALID", "a command's description is 1 to 256 characters", THREADS
    )
    COMMANDS_TOO_MANY = _bad("BOT_COMMANDS_TOO_MUCH", "there are at most 100 commands", THREADS)
    SCOPE = _bad("can't parse BotCommandScope: {why}", "the scope exists", ASSUMED)
    LANGUAGE = _bad("LANG_CODE_INVALID", "a language is two letters", THREADS)
    DESCRIPTION = _bad(
        "BOT_DESCRIPTION_INVALID", "a description is at most 512 characters", ASSUMED
    )
    SHORT_DESCRIPTION = _bad(
        "BOT_SHORT_DESCRIPTION_INVALID", "a short description is at most 120 characters", ASSUMED
    )
    NAME = _bad("BOT_NAME_INVALID", "a bot's name is at most 64 characters", ASSUMED)
    MENU_BUTTON = _bad("can't parse menu button: {why}", "the menu button exists", ASSUMED)

    # updates
    POLL_WITH_WEBHOOK = Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to "
        "delete the webhook first",
        "a bot with a webhook does not poll",
    )
    POLL_TWICE = Refusal(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance "
        "is running",
        "one poller at a time",
    )
    POLL_ENDED = Refusal(
        409, "Conflict: terminated by setWebhook request", "setting a webhook ends the polling"
    )
    WEBHOOK_HTTPS = _bad(
        "bad webhook: An HTTPS URL must be provided for webhook",
        "a webhook is HTTPS (on loopback, where nobody listens in, HTTP will do)",
    )
    WEBHOOK_HOST = _bad(
        "bad webhook: Failed to resolve host: Name or service not known",
        "a webhook's host is known (the sandbox knows loopback only)",
        ASSUMED,
    )
    WEBHOOK_SECRET = _bad(
        "secret token contains unallowed characters", "a secret is of A-Z, a-z, 0-9, _ and -"
    )
    WEBHOOK_SECRET_LONG = _bad("secret token is too long", "a secret is at most 256 characters")

    # files
    FILE_MISSING = _bad("there is no {field} in the request", "a file is given")
    FILE_ID = _bad("wrong file identifier/HTTP URL specified", "a file sent again exists")
    FILE_EMPTY = _bad("file must be non-empty", "a file has bytes")
    FILE_UNAVAILABLE = _bad(
        "wrong file_id or the file is temporarily unavailable", "the file to fetch exists"
    )
    UPLOAD_TOO_BIG = Refusal(413, "Request Entity Too Large", "an upload is at most 50 MB")
    DOWNLOAD_TOO_BIG = _bad("file is too big", "a file to fetch is at most 20 MB")
    DOWNLOAD_NOT_FOUND = Refusal(404, "Not Found", "the path to fetch exists")
    PHOTO_TOO_BIG = _bad(
        "file of size {size} bytes is too big for a photo", "a photo is at most 10 MB"
    )
    PHOTO_UNREADABLE = _bad("IMAGE_PROCESS_FAILED", "a photo is a picture", THREADS)
    PHOTO_DIMENSIONS = _bad(
        "PHOTO_INVALID_DIMENSIONS",
        "a photo's sides add up to at most 10,000, one at most 20 times the other",
        THREADS,
    )

    # payments
    PRICES_JSON = _bad("can't parse prices JSON object", "prices are JSON")
    PRICES_ARRAY = _bad("expected an Array of labeled prices", "prices are a list")
    PRICES_EMPTY = _bad("there must be at least one price", "something costs something")
    PRICE = _bad("can't parse labeled price: {why}", "a price has a label and an amount")
    PROVIDER = _bad("PAYMENT_PROVIDER_INVALID", "a provider takes the money", THREADS)
    CURRENCY = _bad("CURRENCY_INVALID", "the currency is one providers take", THREADS)
    TOTAL = _bad(
        "CURRENCY_TOTAL_AMOUNT_INVALID", "a total is worth about 1 to 10,000 dollars", THREADS
    )
    INVOICE_TITLE = _bad("INVOICE_TITLE_INVALID", "a title is at most 32 characters", ASSUMED)
    INVOICE_DESCRIPTION = _bad(
        "INVOICE_DESCRIPTION_INVALID", "a description is at most 255 characters", ASSUMED
    )
    INVOICE_PAYLOAD = _bad("INVOICE_PAYLOAD_INVALID", "a payload is at most 128 bytes", THREADS)
    START_PARAMETER = _bad(
        "START_PARAM_INVALID", "a deep link is at most 64 of A-Z, a-z, 0-9, _ and -", THREADS
    )
    CHECKOUT_OLD = _bad(_QUERY_OLD, "someone about to pay is answered once, within 10 seconds")

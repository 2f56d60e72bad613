"""Every number the Bot API enforces; those the client library names are taken from there."""

from datetime import timedelta

from telegram.constants import (
    BotCommandLimit,
    BotDescriptionLimit,
    BotNameLimit,
    CallbackQueryLimit,
    FileSizeLimit,
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    InvoiceLimit,
    MessageLimit,
    PollingLimit,
    ReplyLimit,
    WebhookLimit,
)

TEXT = MessageLimit.MAX_TEXT_LENGTH.value
CAPTION = MessageLimit.CAPTION_LENGTH.value
ENTITIES = MessageLimit.MESSAGE_ENTITIES.value
DEEP_LINK = MessageLimit.DEEP_LINK_LENGTH.value
CALLBACK_DATA_BYTES = InlineKeyboardButtonLimit.MAX_CALLBACK_DATA.value
COPY_TEXT = InlineKeyboardButtonLimit.MAX_COPY_TEXT.value
BUTTONS_IN_ROW = InlineKeyboardMarkupLimit.BUTTONS_PER_ROW.value
BUTTONS = InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER.value
PLACEHOLDER = ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER.value
CALLBACK_ANSWER = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH.value
COMMAND = BotCommandLimit.MAX_COMMAND.value
COMMAND_DESCRIPTION = BotCommandLimit.MAX_DESCRIPTION.value
COMMANDS = BotCommandLimit.MAX_COMMAND_NUMBER.value
DESCRIPTION = BotDescriptionLimit.MAX_DESCRIPTION_LENGTH.value
SHORT_DESCRIPTION = BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH.value
NAME = BotNameLimit.MAX_NAME_LENGTH.value
UPDATES = PollingLimit.MAX_LIMIT.value
WEBHOOK_CONNECTIONS = WebhookLimit.MAX_CONNECTIONS_LIMIT.value
WEBHOOK_SECRET = WebhookLimit.MAX_SECRET_TOKEN_LENGTH.value
UPLOAD_BYTES = FileSizeLimit.FILESIZE_UPLOAD.value
DOWNLOAD_BYTES = FileSizeLimit.FILESIZE_DOWNLOAD.value
PHOTO_BYTES = FileSizeLimit.PHOTOSIZE_UPLOAD.value
INVOICE_TITLE = InvoiceLimit.MAX_TITLE_LENGTH.value
INVOICE_DESCRIPTION = InvoiceLimit.MAX_DESCRIPTION_LENGTH.value
INVOICE_PAYLOAD_BYTES = InvoiceLimit.MAX_PAYLOAD_LENGTH.value

# The client library has no names for these.
POLL_SECONDS = 50
REACTIONS = 1  # of a bot, on one message
CALLBACK_ANSWERED_WITHIN = timedelta(seconds=15)
CHECKOUT_ANSWERED_WITHIN = timedelta(seconds=10)
PHOTO_SIDES = 10_000  # pixels, both together
PHOTO_RATIO = 20
QUERY_KEPT = timedelta(seconds=150)
MESSAGE_KEPT = timedelta(hours=24)
DELETABLE_FOR = timedelta(hours=48)
TYPING_SHOWN = timedelta(seconds=5)

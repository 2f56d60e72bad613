"""Sending documents and photos, and fetching them back."""

from bot.sandbox import limits
from bot.sandbox.arguments import Upload
from bot.sandbox.call import Call
from bot.sandbox.errors import ApiError
from bot.sandbox.files import StoredFile
from bot.sandbox.images import Size, picture_size
from bot.sandbox.json_types import Json
from bot.sandbox.keyboards import check_pay_buttons, read_markup
from bot.sandbox.rules import Rule
from bot.sandbox.texts import read_caption

_ATTACHED = "attach://"


def send_document(call: Call) -> Json:
    file = _file(call, "document", limits.UPLOAD_BYTES)
    return _send(call, {"document": file.as_document()})


def send_photo(call: Call) -> Json:
    file = _file(call, "photo", limits.UPLOAD_BYTES)
    size = _photo_size(file.upload.content)
    return _send(call, {"photo": [file.as_file() | size._asdict()]})


def _send(call: Call, content: Json) -> Json:
    caption = read_caption(call)
    markup = read_markup(call.arguments)
    check_pay_buttons(markup.inline, invoice=False)
    return call.post(content | caption, markup).as_object()


def _photo_size(content: bytes) -> Size:
    if len(content) > limits.PHOTO_BYTES:
        raise ApiError(Rule.PHOTO_TOO_BIG, size=len(content))
    size = picture_size(content)
    if size is None:
        raise ApiError(Rule.PHOTO_UNREADABLE)
    longer, shorter = max(size), min(size)
    if sum(size) > limits.PHOTO_SIDES or longer > limits.PHOTO_RATIO * shorter:
        raise ApiError(Rule.PHOTO_DIMENSIONS)
    return size


def _file(call: Call, field: str, most_bytes: int) -> StoredFile:
    """Return the uploaded file, or the one that was sent before under the id given."""
    given = call.arguments.text(field)
    part = given.removeprefix(_ATTACHED) if given.startswith(_ATTACHED) else field
    upload = call.arguments.uploads.get(part)
    if upload is not None:
        return call.bot.files.add(f"{field}s", _checked(upload, most_bytes))
    if not given or given.startswith(_ATTACHED):
        raise ApiError(Rule.FILE_MISSING, field=field)
    if given.startswith(("http://", "https://")):
        raise ApiError(Rule.NOT_MODELLED, what="files from the Internet")
    file = call.bot.files.find(given)
    if file is None:
        raise ApiError(Rule.FILE_ID)
    return file


def _checked(upload: Upload, most_bytes: int) -> Upload:
    if not upload.content:
        raise ApiError(Rule.FILE_EMPTY)
    if len(upload.content) > most_bytes:
        raise ApiError(Rule.UPLOAD_TOO_BIG)
    return upload


def get_file(call: Call) -> Json:
    file = call.bot.files.find(call.arguments.text("file_id"))
    if file is None:
        raise ApiError(Rule.FILE_UNAVAILABLE)
    if len(file.upload.content) > limits.DOWNLOAD_BYTES:
        raise ApiError(Rule.DOWNLOAD_TOO_BIG)
    return {**file.as_file(), "file_path": file.path}

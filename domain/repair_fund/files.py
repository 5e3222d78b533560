"""Files of a project (档案): photographs, contracts, notices; what they are and what is taken."""

from dataclasses import dataclass, field
from datetime import date

from domain.errors import Invalid
from domain.labels import Labelled
from domain.registry import plain_text


class FileKind(Labelled):
    """What a file proves (资料类别)."""

    PHOTO_BEFORE = "photo_before", "维修前照片"
    SURVEY = "survey", "查勘记录"
    PLAN = "plan", "维修方案和预算书"
    QUOTATION = "quotation", "报价单和资质"
    MINUTES = "minutes", "会议纪要"
    NOTICE_UP = "notice_up", "公示张贴照片"
    NOTICE_DOWN = "notice_down", "公示撤下照片"
    PAPER = "paper", "表决票和委托书"
    EVOTE = "evote", "电子投票导出"
    COUNT_SHEET = "count_sheet", "计票统计表"
    AUTHORITY = "authority", "街道证明或业主委托书"
    APPLICATION = "application", "使用申请表"
    PROOF = "proof", "紧急情况证明"
    APPROVAL = "approval", "审核批复"
    CONTRACT = "contract", "施工合同"
    INVOICE = "invoice", "发票"
    VOUCHER = "voucher", "银行回单"
    START = "start", "开工报告"
    LIFT_NOTICE = "lift_notice", "特种设备施工告知书"
    ACCEPTANCE = "acceptance", "竣工验收单"
    SUPERVISION = "supervision", "监督检验报告"
    PHOTO_AFTER = "photo_after", "维修后照片"
    AUDIT = "audit", "审价报告"
    WARRANTY = "warranty", "质保书"
    AGREEMENT = "agreement", "业主约定"
    OTHER = "other", "其他资料"


MOST_BYTES = 10 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
TAKEN = {  # media type → the endings people know it by
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
    f"{_OFFICE}wordprocessingml.document": ("docx",),
    f"{_OFFICE}spreadsheetml.sheet": ("xlsx",),
}
ENDINGS = [ending for endings in TAKEN.values() for ending in endings]
APPLE = ("heic", "heif")  # let through to the sentence that says what to do
NOT_HEIC = (
    "“{name}”是苹果手机的 HEIC 照片，别的电脑打不开。请在手机“设置—相机—格式”里选“兼容性最佳”"
    "再拍，或者发成普通照片（JPG）再传。"
)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it was chosen. Its bytes stay out of the audit log."""

    slip: str
    project_id: int
    kind: FileKind
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """A file on record, without its bytes. `size` in bytes; `sha256` proves it is unchanged."""

    id: int
    project_id: int
    kind: FileKind
    name: str
    media_type: str
    size: int
    sha256: str
    added_on: date
    added_by: str
    withdrawn_on: date | None
    withdrawn_by: str | None
    why: str | None

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


def check_file(name: str, size: int, media_type: str | None) -> str:
    """The file's name as it may be stored; the type is told by the content, not by the name."""
    name = file_name(name)
    if size == 0:
        raise Invalid(f"“{name}”是空的。请重新选一次。")
    if size > MOST_BYTES:
        raise Invalid(f"“{name}”超过 10 兆。照片请缩小，扫描件请分开传。")
    if media_type not in TAKEN:
        raise Invalid(f"“{name}”不是能存的文件。可以传照片、扫描件和新版的文档、表格。")
    return with_ending(name, media_type)


def file_name(name: str) -> str:
    """The last part of a path, as it may be shown and stored."""
    return plain_text(name.replace("\\", "/").rsplit("/", 1)[-1], "文件名", least=1, most=120)


def with_ending(name: str, media_type: str) -> str:
    """The name with an ending of this type; another picture's ending is replaced."""
    stem, _, ending = name.rpartition(".")
    if ending.lower() in TAKEN[media_type]:
        return name
    other = stem and any(ending.lower() in known for known in TAKEN.values())
    return f"{stem if other else name}.{TAKEN[media_type][0]}"


def size_words(size: int) -> str:
    """1536 → "2 千字节", 3_500_000 → "3.4 兆"."""
    if size >= 1024 * 1024:
        tenths = -(-size * 10 // (1024 * 1024))
        return f"{tenths // 10}.{tenths % 10} 兆"
    return f"{-(-size // 1024)} 千字节"

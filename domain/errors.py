"""Refusals: every "no" this product can say, as a tree.

DomainError                 a finished Chinese sentence: what is wrong, and what to do
├── Invalid                 something on the paper is missing or wrong
├── NotFound                what was asked for is not there
├── NotAllowed              the role does not carry this right
│   └── SamePerson          the maker of a thing may not approve it
├── WrongState              the thing is not in the state this step needs
├── SlipTaken               a slip number was used before for something else
├── SignInRefused           wrong name or password, or locked out
└── Unusable                the database file cannot be used (newer, foreign, read-only, full)

A refusal is caught in two places only: around one write, and around the whole visit.
Anything else that is raised is a bug and stays loud.
"""


class DomainError(Exception):
    """A rule says no. The text is shown to people as it is."""


class Invalid(DomainError):
    """Something on the paper is missing or wrong; the sentence says where."""


class NotFound(DomainError):
    def __init__(self, what: str) -> None:
        super().__init__(f"找不到{what}，可能已被别人改动。请刷新后再看。")
        self.what = what


class NotAllowed(DomainError):
    def __init__(self, role: str, deed: str) -> None:
        super().__init__(f"“{role}”没有“{deed}”的权限。要办这件事，请找管理员。")
        self.role, self.deed = role, deed


class SamePerson(NotAllowed):
    """Separation of duties (经办与核准分开): the maker may not approve."""

    def __init__(self, deed: str) -> None:
        DomainError.__init__(self, f"{deed}要换一个人核准，经办人不能核准自己的单子。")
        self.role, self.deed = "", deed


class WrongState(DomainError):
    """The thing is not in the state this step needs."""


class SlipTaken(DomainError):
    """The slip was used for something else; what was sent now is not stored yet."""

    def __init__(self, slip: str, told: str) -> None:
        super().__init__(f"上一张已经存好了：{told}这一张还没存，请再点一次。")
        self.slip = slip


class SignInRefused(DomainError):
    """Wrong name or password, or too many tries; never says which of the two was wrong."""


class Unusable(DomainError):
    """The database file cannot be used; nothing in it was changed."""

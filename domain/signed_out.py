"""Why somebody is outside again (为什么退出了): said on the sign-in page instead of nothing."""

from domain.labels import Labelled


class SignedOut(Labelled):
    """Kept on the session when it ended; `told` is a finished sentence."""

    LEFT = "left", "已经在别的窗口退出登录了。"
    IDLE = "idle", "太久没有操作，为了安全自动退出了。重新登录，就回到刚才那一页。"
    TOO_LONG = "too_long", "登录满 12 小时，自动退出了。重新登录，就回到刚才那一页。"
    PASSWORD = "password", "密码已经改好，原来登录的设备都退出了。请用新密码登录。"
    ADMIN = "admin", "管理员让这个账号在所有设备上退出了。请重新登录。"
    CLOSED = "closed", "这个账号已经停用。还要用的话，请找管理员。"
    ROLE = "role", "这个账号的角色改了，请重新登录。"
    LAPSED = "lapsed", "这次登录已经失效，请重新登录。"

    @property
    def told(self) -> str:
        return self.label

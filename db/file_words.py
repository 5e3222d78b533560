"""Why a file cannot be used (文件为什么用不了), in words: what is wrong, and what to do."""

WORDS = {
    "SQLITE_NOTADB": "这个文件不是数据库，没有打开。请检查 COMMUNITY_DB 指的是不是 .db 文件。",
    "SQLITE_CORRUPT": "数据库文件有损坏，已停止写入。请找管理员用最近的备份恢复。",
    "SQLITE_READONLY": "数据库文件是只读的，什么也没有改动。请管理员检查文件和文件夹的写权限。",
    "SQLITE_FULL": "磁盘满了，这一次没有保存。请管理员清出空间后再试，先前保存的都在。",
    "SQLITE_CANTOPEN": "打不开数据库文件。请管理员检查路径、文件夹和权限。",
    "SQLITE_BUSY": "别人正在保存，等了几秒还没轮到。什么也没有改动，请再点一次。",
    "SQLITE_IOERR": "读写磁盘出错，已停止。请管理员检查磁盘，再重新启动。",
    "SQLITE_PERM": "没有打开数据库文件的权限。请管理员检查文件权限。",
}
FOREIGN = "这个数据库不是本系统的，没有打开。请检查 COMMUNITY_DB 的路径。"
NEWER = "这个数据库是更新版本的系统建的，没有打开，也没有改动。请先升级系统。"
OLDER = "数据库还没有升级到这个版本。请先运行 python -m db migrate。"
TOO_OLD = "这个数据库的版本太旧，没有打开，也没有改动。请先用上一版的系统升级。"
NO_COPY = "升级前留不下一份副本，没有升级，也没有改动。请管理员检查文件夹的写权限和磁盘空间。"

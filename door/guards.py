"""The guards (门卫) in the order a request meets them; the first is the outermost."""

from starlette.middleware import Middleware

from door.callers import Callers, named_proxies
from door.files import Files
from door.hosts import Hosts, named_hosts
from door.lean import Lean
from door.sockets import Sockets
from door.uploads import Uploads
from ui.chinese import ChinesePage

GUARDS = [
    Middleware(Hosts, hosts=named_hosts()),
    Middleware(Callers, proxies=named_proxies()),
    Middleware(Sockets),
    Middleware(Uploads),
    Middleware(Files),
    Middleware(Lean),
    Middleware(ChinesePage),
]

"""What the browser shows (屏幕上的), when it comes back to a server that does not know its session.

A browser whose line was cut sends the values of all its fields with its first question. The
framework keeps them under the fields' own numbers, which end with the field's key, until the
fields are drawn; only then does the session know them by key. They are newer than any draft: what
was tapped while the line was silent is in them alone.
"""

from streamlit.runtime.scriptrunner import get_script_run_ctx


def shown_in_browser(key: str) -> bool:
    """Whether the browser has sent what its field of this key holds."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return False
    sent = context.session_state._state._new_widget_state
    return any(number.endswith(f"-{key}") for number in sent.states)

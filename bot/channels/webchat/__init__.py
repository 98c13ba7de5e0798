"""The web chat: an aiogram channel whose other end is the bureau's own page. docs/webchat.md."""

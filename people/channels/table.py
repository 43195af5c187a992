"""The channels of the house by name."""

from people.channels.interface import Channel
from people.channels.line import Line
from people.channels.mail import Mail
from people.channels.web_push import WebPush

channels: dict[str, Channel] = {channel.name: channel for channel in (WebPush(), Mail(), Line())}

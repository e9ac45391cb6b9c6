"""Customers whose account was made only just now: they are served as everybody, and nobody is notified of it."""

from datetime import timedelta

from handoff.decide.desk import Desk


def young(desk: Desk) -> timedelta | None:
    """How old the customer's account is, where that is less than admins ask for and the platform tells it; else None."""
    since, now = desk.c.customer.since, desk.setting.now
    return now - since if since and now - since < desk.in_force.account_age else None

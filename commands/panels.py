"""The headings under which the help lists the commands, in the order of the work."""

from commands.language import N_

SETUP = N_("Thiết lập")
DAILY = N_("Hằng ngày")
DECIDE = N_("Quyết định")
ANSWERS = N_("Báo cáo gửi lên")
REPORTS = N_("Báo cáo tổng hợp")
UPKEEP = N_("Vận hành")

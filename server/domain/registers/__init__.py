"""The registers 名录库 as data: their columns, how a cell is read, what a whole row must fulfil.

from server.domain.registers import register
register("object").column("name").header("zh")
"""

from server.domain.registers.columns import NOUNS, Column, Register, register, registers

__all__ = ["NOUNS", "Column", "Register", "register", "registers"]

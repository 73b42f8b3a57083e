/* Writes docs/internals/opcodes.md from the table of instructions:
 *
 *     cc -std=gnu17 -Isrc tools/opcodes_doc.c src/vm/opcodes.c -o build/opcodes_doc
 *     build/opcodes_doc > docs/internals/opcodes.md
 */
#include <stdio.h>
#include <string.h>

#include "vm/opcodes.h"

static const char head[] =
    "# The instructions\n\n"
    "Made by `tools/opcodes_doc.c` from `src/vm/opcodes.def`; change that file, not this one.\n\n"
    "An instruction is one 64-bit word: the number of the operation and three operands of 16 bits, or one\n"
    "operand and a jump target of 32 bits. Further words hold more operands or an inline cache.\n"
    "A function's registers are its named ones (parameters, locals, cells, free variables) and behind them\n"
    "the temporaries, which are used as a stack: each is written once and consumed once.\n\n"
    "| operand | meaning |\n"
    "| --- | --- |\n"
    "| D | destination register; what it held is released after the store |\n"
    "| R | value: a register, or a constant when negative. A named register is read, a temporary is consumed |\n"
    "| P | value that is only looked at: a temporary keeps it |\n"
    "| B | first of several consecutive temporaries |\n"
    "| L | a named register itself |\n"
    "| K | a plain number |\n"
    "| J | with the operand behind it: a jump target, in words from the end of the instruction |\n"
    "| j | a jump target of 16 bits |\n";

static const char specialised[] =
    "\n## Specialised forms\n\n"
    "The machine writes these over the general instruction once it has seen what that one meets. They never\n"
    "show: `dis` and `co_code` give the general form.\n";

static const char columns[] = "\n| name | a b c | words | what it does |\n| --- | --- | --- | --- |\n";

static void print_text(const char *text)
{
    for (; *text; text++) {
        if (*text == '|')
            putchar('\\');
        putchar(*text);
    }
}

static void print_row(int op)
{
    const OpcodeInfo *info = &opcode_info[op];
    printf("| `%s` | %c %c %c | %d | ", info->name, info->a, info->b, info->c, info->words);
    print_text(info->text);
    printf(" |\n");
}

static void print_rows(int is_specialised)
{
    fputs(columns, stdout);
    for (int op = 0; op < OP_COUNT; op++)
        if ((opcode_general((Opcode)op) != (Opcode)op) == is_specialised)
            print_row(op);
}

int main(void)
{
    fputs(head, stdout);
    print_rows(0);
    fputs(specialised, stdout);
    print_rows(1);
    return 0;
}

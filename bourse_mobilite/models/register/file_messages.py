"""The sentences of a file that cannot be read: what it is, what to do."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)
# Translated when they are shown, in the language of who reads.
# pylint: disable=prefer-env-translation

FILE_MESSAGES = {
    "empty_file": _lt("This file is empty. Choose the register again."),
    "not_spreadsheet": _lt(
        "This is not a spreadsheet (.xlsx, .ods or .csv). Open your file in a "
        "spreadsheet program, choose “Save as”, then “Excel workbook (.xlsx)”."
    ),
    "html_table": _lt(
        "This file is a web page saved under the name of a spreadsheet, as some "
        "programs export it. Open it in a spreadsheet program, choose “Save as”, "
        "then “Excel workbook (.xlsx)”."
    ),
    "numbers": _lt(
        "This file comes from Numbers. In Numbers, choose “File”, “Export To”, then"
        " “Excel…”, and send the file that you get."
    ),
    "password": _lt(
        "This file has a password: it cannot be read. Save it again without a password."
    ),
    "too_heavy": _lt(
        "This file is larger than %(limit)s MB. Remove its pictures, or divide it "
        "into several files: what is already imported is recognised."
    ),
    "csv_quotes": _lt(
        'In this .csv, a quotation mark (") of row %(row)s is never closed: the '
        "rows below could not be told apart. Correct it, or save the file as “Excel"
        " workbook (.xlsx)”."
    ),
    "old_excel": _lt(
        "This file is in an old Excel format (.xls, .xlsb) or has a password. Save it "
        "as “Excel workbook (.xlsx)” without a password."
    ),
    "too_big": _lt(
        "Unpacked, this file is larger than %(limit)s MB: a list is never that "
        "large. Copy its rows into the template and try again."
    ),
    "damaged": _lt(
        "This spreadsheet cannot be read: it is damaged. Open it in a spreadsheet "
        "program, save it again as .xlsx, or copy its rows into the template."
    ),
    "no_sheet": _lt("This spreadsheet has no visible sheet."),
    "empty": _lt("The sheet “%(sheet)s” is empty. It is the first visible one."),
    "no_headings": _lt(
        "No row of headings was found in the first %(within)s rows of the sheet "
        "“%(sheet)s”. Download the template to see the headings that are expected."
    ),
    "missing_headings": _lt(
        "No column is said to hold: %(headings)s. Choose it in the list of columns, "
        "or add it to your file."
    ),
    "no_rows": _lt("There is no row under the headings of the sheet “%(sheet)s”."),
    "too_many_rows": _lt(
        "This file has more than %(limit)s rows, which is the most for one import. "
        "Please divide it into several files: what is already imported is "
        "recognised."
    ),
}

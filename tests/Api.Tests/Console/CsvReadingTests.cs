using System.Text;
using LearnCoin.Api.Console.Csv;

namespace LearnCoin.Api.Tests.Console;

/// <summary>What is a table, and what is told of a file that is none.</summary>
public sealed class CsvReadingTests
{
    [Theory]
    [InlineData("name,email\nAda,a@x.example\n")]
    [InlineData("name;email\nAda;a@x.example\n")]
    [InlineData("name\temail\r\nAda\ta@x.example")]
    [InlineData("\uFEFFname,email\rAda,a@x.example\r")]
    [InlineData("\"name\",\"email\"\n\"Ada\",\"a@x.example\"")]
    [InlineData(" name , email \n Ada , a@x.example \n")]
    [InlineData("name;email;;\nAda;a@x.example;;\n;;;\n")]
    [InlineData("sep=;\nname;email\nAda;a@x.example\n")]
    [InlineData("sep=;\rname;email\rAda;a@x.example\r")]
    [InlineData("sep=\t\r\nname\temail\r\nAda\ta@x.example\r\n")]
    [InlineData("name,email\nAda,a@x.example\n\n\n")]
    public void Delimiters_marks_quotes_and_line_ends_make_no_difference(string text)
    {
        var table = Table(text);
        Assert.Equal(["name", "email"], table.Header);
        var row = Assert.Single(table.Rows);
        Assert.Equal(2, row.Number);
        Assert.Equal(["Ada", "a@x.example"], row.Cells);
    }

    [Theory]
    [InlineData("\"Doe, Jane\"", "Doe, Jane")]
    [InlineData("\"two\r\nlines\"", "two\nlines")]
    [InlineData("\"say \"\"yes\"\"\"", "say \"yes\"")]
    [InlineData("5\" screen", "5\" screen")]
    [InlineData("Zoë Ñuñez 陳", "Zoë Ñuñez 陳")]
    [InlineData("\"\"\"\"", "\"")]
    public void A_cell_is_what_was_meant(string written, string meant) => Assert.Equal(meant, Table($"name,email\n{written},x\n").Rows.Single().Cells[0]);

    [Fact]
    public void Rows_are_counted_as_a_spreadsheet_counts_them()
    {
        var table = Table("name,text\nAda,\"one\ntwo\nthree\"\n\nBob,x\n,,\nCara,\n");
        Assert.Equal([2, 4, 6], table.Rows.Select(static row => row.Number));
        Assert.Equal(3, Table("\n\nname,text\nAda,x\n").HeaderRow);
    }

    [Fact]
    public void A_short_row_has_empty_cells() => Assert.Equal(["Ada", "", ""], Table("name,email,ref\nAda\n").Rows.Single().Cells);

    [Fact]
    public void The_delimiter_of_a_header_counts_and_not_those_in_its_quotes() =>
        Assert.Equal(["name, first, and last", "email"], Table("\"name, first, and last\";email\nAda;x\n").Header);

    [Theory]
    [InlineData("name,email\nAda,\"open\nBob,x\nCara,y\n", 2, 2)]
    [InlineData("name,email\nAda,x\n\n\"Bob\"by,x\n", 4, 4)]
    [InlineData("name,text\n\"a\nb\",x\nCara, \"y\" \n", 4, 3)]
    [InlineData("name,email\n\"Ada", 2, 2)]
    public void A_quotation_that_is_not_ended_is_told_by_its_line_and_row(string text, int line, int row) =>
        Assert.Equal(new CsvFault(CsvFaultKind.Quote, line, row), Assert.Single(Faults(text)));

    [Fact]
    public void Every_row_with_too_many_fields_is_told() => Assert.Equal(
        [new CsvFault(CsvFaultKind.TooManyFields, 3, 3, 3), new CsvFault(CsvFaultKind.TooManyFields, 6, 5, 4)],
        Faults("name,email\nAda,x\nBob,y,z\n\"C\nD\",x\nEve,x,,z\n"));

    [Theory]
    [InlineData("", CsvFaultKind.Empty)]
    [InlineData("  \n\n", CsvFaultKind.Empty)]
    [InlineData(",,\n,,\n", CsvFaultKind.Empty)]
    [InlineData("name,email\n", CsvFaultKind.NoRows)]
    [InlineData("name,email\n,\n\n", CsvFaultKind.NoRows)]
    public void A_file_without_rows_is_refused(string text, object kind) => Assert.Equal((CsvFaultKind)kind, Assert.Single(Faults(text)).Kind);

    [Fact]
    public void Five_hundred_rows_are_taken_and_one_more_is_not()
    {
        var rows = string.Concat(Enumerable.Range(1, 500).Select(static number => $"Person {number}\n"));
        Assert.Equal(500, Table("name\n" + rows).Rows.Count);
        Assert.Equal(new CsvFault(CsvFaultKind.TooManyRows), Assert.Single(Faults("name\n" + rows + "One more\n")));
        Assert.Equal(500, Table("name\n" + rows + "\n \n").Rows.Count);
    }

    [Fact]
    public void Too_many_columns_are_refused() =>
        Assert.Equal(new CsvFault(CsvFaultKind.TooManyColumns, 1, 1, 201), Assert.Single(Faults(string.Join(',', Enumerable.Range(1, 201)) + "\nx\n")));

    [Fact]
    public void Other_encodings_are_refused_and_not_guessed()
    {
        var latin = Encoding.Latin1.GetBytes("name,email\nAda,x\nZoë,y\n");
        Assert.Equal(new CsvFault(CsvFaultKind.BadBytes, 3), Assert.Single(CsvReading.Read(latin).Faults));
        Encoding[] others = [Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];
        foreach (var other in others)
        {
            byte[] text = other.GetBytes("name,email\nAda,x\n");
            Assert.Equal(CsvFaultKind.NotUtf8, Assert.Single(CsvReading.Read(text).Faults).Kind);
            Assert.Equal(CsvFaultKind.NotUtf8, Assert.Single(CsvReading.Read([.. other.GetPreamble(), .. text]).Faults).Kind);
        }
    }

    [Fact]
    public void The_largest_file_is_read_and_a_larger_one_is_not()
    {
        var text = "name,note\nAda," + new string('x', CsvText.MostBytes - 14);
        Assert.NotNull(CsvReading.Read(Encoding.UTF8.GetBytes(text)).Table);
        Assert.Equal(CsvFaultKind.TooLarge, Assert.Single(CsvReading.Read(Encoding.UTF8.GetBytes(text + "x")).Faults).Kind);
    }

    [Theory]
    [InlineData("name,email\nAda,x\n")]
    [InlineData("\n\nname;email;;\n\n\"A\r\nda\";\"x;\"\"y\"\n\n\n\nBob\n")]
    [InlineData("only\n\" a \"\n\nb\n")]
    [InlineData("a,,b\n=1+1,\t'x,<script>\n")]
    public void A_table_comes_out_of_its_parcel_as_it_went_in(string text)
    {
        var table = Table(text);
        var opened = CsvParcel.Open(CsvParcel.Pack(table));
        Assert.Equal(table.Header, opened!.Header);
        Assert.Equal(table.HeaderRow, opened.HeaderRow);
        Assert.Equal(table.Rows.Select(static row => (row.Number, string.Join('\0', row.Cells))), opened.Rows.Select(static row => (row.Number, string.Join('\0', row.Cells))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64!")]
    [InlineData("AAAA")]
    [InlineData("bmFtZSxlbWFpbAo=")]
    public void What_is_no_parcel_opens_to_nothing(string text) => Assert.Null(CsvParcel.Open(text));

    [Fact]
    public void A_parcel_that_swells_is_not_opened()
    {
        var bomb = new CsvTable(["name"], [new CsvRow(2, [new string('x', 40 * 1024 * 1024)])]);
        Assert.Null(CsvParcel.Open(CsvParcel.Pack(bomb)));
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+49", "\"'+49\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("Ada \"the\" =", "\"Ada \"\"the\"\" =\"")]
    public void What_a_spreadsheet_would_run_is_marked_as_text(string cell, string written) =>
        Assert.Equal($"\uFEFF\"name\"\n{written}\n", Encoding.UTF8.GetString(CsvWriting.ForSpreadsheet(["name"], [[cell]])));

    [Theory]
    [InlineData(0, "A")]
    [InlineData(25, "Z")]
    [InlineData(26, "AA")]
    [InlineData(199, "GR")]
    public void Columns_have_the_letters_of_spreadsheets(int column, string letters) => Assert.Equal(letters, CsvTable.Letters(column));

    private static CsvTable Table(string text)
    {
        var reading = CsvReading.Read(Encoding.UTF8.GetBytes(text));
        Assert.Empty(reading.Faults);
        return reading.Table!;
    }

    private static IReadOnlyList<CsvFault> Faults(string text)
    {
        var reading = CsvReading.Read(Encoding.UTF8.GetBytes(text));
        Assert.Null(reading.Table);
        return reading.Faults;
    }
}

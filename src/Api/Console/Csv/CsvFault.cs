namespace LearnCoin.Api.Console.Csv;

/// <summary>What is wrong with a file as such, before anything is read from its cells.</summary>
public enum CsvFaultKind
{
    /// <summary>Nothing was sent.</summary>
    Empty,

    /// <summary>Larger than <see cref="CsvText.MostBytes"/>.</summary>
    TooLarge,

    /// <summary>UTF-16 or UTF-32, by its byte order mark or its zero bytes.</summary>
    NotUtf8,

    /// <summary>Bytes that no UTF-8 text has, at <see cref="CsvFault.Line"/>.</summary>
    BadBytes,

    /// <summary>A field that begins with a quotation mark and is not closed as RFC 4180 section 2 asks, at <see cref="CsvFault.Line"/>.</summary>
    Quote,

    /// <summary>More fields than the header names, at <see cref="CsvFault.Line"/>.</summary>
    TooManyFields,

    /// <summary>More columns than <see cref="CsvTable.MostColumns"/>: <see cref="CsvFault.Count"/>.</summary>
    TooManyColumns,

    /// <summary>A header and nothing below it.</summary>
    NoRows,

    /// <summary>More rows than a batch takes.</summary>
    TooManyRows,
}

/// <summary>One fault of a file.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Line">Line of the file, from 1, where it has a place.</param>
/// <param name="Row">Row as a spreadsheet counts, the header being 1, where it has a place.</param>
/// <param name="Count">What there is too much of.</param>
public sealed record CsvFault(CsvFaultKind Kind, int Line = 0, int Row = 0, int Count = 0);

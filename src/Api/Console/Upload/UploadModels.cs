using LearnCoin.Api.Console.Csv;
using LearnCoin.Core.Batches;

namespace LearnCoin.Api.Console.Upload;

/// <summary>The first step: choose a file.</summary>
/// <param name="Faults">Of the file that was sent.</param>
public sealed record UploadStart(IReadOnlyList<CsvFault> Faults);

/// <summary>The second step: what each column is, what is wrong, what issuing it would mean.</summary>
/// <param name="Table">The file, every row with an id of its recipient.</param>
/// <param name="Mapping">Where each field comes from.</param>
/// <param name="Key">Idempotency-Key: the same from the file's first reading to its issuing.</param>
/// <param name="Made">How many ids of recipients were made.</param>
public sealed record UploadCheck(CsvTable Table, CsvMapping Mapping, string Key, int Made)
{
    /// <summary>The table as the forms carry it.</summary>
    public string Parcel { get; } = CsvParcel.Pack(Table);

    /// <summary>Fields that come from nowhere yet: nothing was checked.</summary>
    public IReadOnlyList<CsvField> Missing { get; init; } = [];

    /// <summary>One a cell, in the order of the rows.</summary>
    public IReadOnlyList<CellFault> Faults { get; init; } = [];

    /// <summary>The check stopped at its limit: there may be more.</summary>
    public bool HasMore { get; init; }

    /// <summary>Why the batch cannot be issued, where that is not about cells.</summary>
    public string? Refusal { get; init; }

    /// <summary>What issuing would mean; null where it is not possible.</summary>
    public BatchPreview? Preview { get; init; }
}

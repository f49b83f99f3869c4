namespace LearnCoin.Core.Credentials.OpenBadges;

/// <summary>What a property of an Open Badges 3.0 class may hold.</summary>
internal enum OpenBadgeType
{
    /// <summary>Any string.</summary>
    Text,

    /// <summary>Absolute IRI that names something.</summary>
    Id,

    /// <summary>http(s) URL that a reader may follow.</summary>
    Link,

    /// <summary>http(s) URL or data URI of an image.</summary>
    ImageSource,

    /// <summary>Number that a double can hold.</summary>
    Number,

    /// <summary>xsd:date, <c>YYYY-MM-DD</c>.</summary>
    Date,

    /// <summary>OB 3.0 LanguageCode.</summary>
    Language,

    /// <summary>One of a closed list; with <see cref="OpenBadgeProperty.Extensible"/> also <c>ext:..</c>.</summary>
    Enumeration,

    /// <summary>Alignment.targetFramework: this API's own list.</summary>
    Framework,

    /// <summary>Another class of the model.</summary>
    Object,

    /// <summary>A term of OB 3.0 that this service does not sign.</summary>
    Unsupported,
}

/// <summary>One row of the model: a property of an OB 3.0 class.</summary>
internal sealed record OpenBadgeProperty(string Name, OpenBadgeType Type)
{
    /// <summary>The OB 3.0 JSON schema lists it under <c>required</c>, or spec/api.md requires it.</summary>
    public bool Required { get; init; }

    /// <summary>An array in the schema; one value alone is taken as an array of one.</summary>
    public bool Many { get; init; }

    public bool Extensible { get; init; }

    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Class of an <see cref="OpenBadgeType.Object"/>; a function because classes refer to each other.</summary>
    public Func<OpenBadgeClass>? Class { get; init; }

    /// <summary>Smallest and largest number.</summary>
    public (double Least, double Most) Range { get; init; } = (double.MinValue, double.MaxValue);
}

/// <summary>An OB 3.0 class: its name is its <c>type</c>.</summary>
internal sealed class OpenBadgeClass
{
    private readonly Dictionary<string, OpenBadgeProperty> byName;

    public OpenBadgeClass(string name, params OpenBadgeProperty[] properties)
    {
        Name = name;
        Properties = properties;
        byName = properties.ToDictionary(p => p.Name, StringComparer.Ordinal);
    }

    public string Name { get; }

    /// <summary>In the order in which documents carry them.</summary>
    public IReadOnlyList<OpenBadgeProperty> Properties { get; }

    /// <summary>The schema wants <c>type</c> as one string, not as an array.</summary>
    public bool SingleType { get; init; }

    /// <summary>The schema knows no <c>type</c>: it is written only when given.</summary>
    public bool TypeOptional { get; init; }

    /// <summary>At least one of these must be there.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    public bool Has(string property) => byName.ContainsKey(property);
}

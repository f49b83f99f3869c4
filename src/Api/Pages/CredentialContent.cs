using System.Text.Json;
using LearnCoin.Api.Site;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Logos;

namespace LearnCoin.Api.Pages;

/// <summary>Where an achievement stands in a framework of skills.</summary>
/// <param name="Name"><c>targetName</c>.</param>
/// <param name="Url"><c>targetUrl</c>; null where it can be no link.</param>
/// <param name="Framework"><c>targetFramework</c>, such as ESCO.</param>
/// <param name="Code"><c>targetCode</c>.</param>
public sealed record AlignmentView(string Name, string? Url, string? Framework, string? Code);

/// <summary>Something that the issuer points to as evidence.</summary>
/// <param name="Name">Its name, or the address where it has none.</param>
/// <param name="Url">Null where its id is no address.</param>
public sealed record EvidenceView(string Name, string? Url);

/// <summary>A picture that a browser can be given: its bytes were looked at.</summary>
public sealed record AchievementPicture(byte[] Content, string MediaType, string? Caption);

/// <summary>What a credential says, for people: read from the signed document or, before there is one, from what will be signed.</summary>
public sealed record CredentialContent(string Name, string Description, DateTimeOffset ValidFrom, DateTimeOffset? ValidUntil)
{
    private const string Base64Mark = ";base64,";

    public string? CriteriaNarrative { get; init; }

    /// <summary><c>criteria.id</c>, where it can be a link.</summary>
    public string? CriteriaUrl { get; init; }

    public IReadOnlyList<AlignmentView> Alignments { get; init; } = [];

    public IReadOnlyList<EvidenceView> Evidence { get; init; } = [];

    /// <summary>The achievement's picture where it is part of the document. One that lies elsewhere is not shown: its server would be told of every visitor.</summary>
    public AchievementPicture? Picture { get; init; }

    public static CredentialContent Of(StoredCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        // Both of the same row: the batch says "signed" a little later.
        if (credential.Input is { } input)
        {
            var signed = SignedPart.Deserialize(input);
            using var achievement = JsonDocument.Parse(signed.Achievement);
            using var evidence = signed.Evidence.IsEmpty ? null : JsonDocument.Parse(signed.Evidence);
            return Of(achievement.RootElement, evidence?.RootElement, signed.ValidFrom, signed.ValidUntil);
        }

        using var document = JsonDocument.Parse(credential.Document!);
        var root = document.RootElement;
        return Of(
            root.GetProperty("credentialSubject").GetProperty("achievement"),
            root.TryGetProperty("evidence", out var given) ? given : null,
            root.GetProperty("validFrom").GetDateTimeOffset(),
            root.TryGetProperty("validUntil", out var until) ? until.GetDateTimeOffset() : null);
    }

    private static CredentialContent Of(JsonElement achievement, JsonElement? evidence, DateTimeOffset validFrom, DateTimeOffset? validUntil)
    {
        var criteria = Member(achievement, "criteria");
        return new CredentialContent(Text(achievement, "name") ?? "", Text(achievement, "description") ?? "", validFrom, validUntil)
        {
            CriteriaNarrative = Text(criteria, "narrative"),
            CriteriaUrl = WebLink.Of(Text(criteria, "id")),
            Alignments = [.. Entries(Member(achievement, "alignment")).Select(static entry => new AlignmentView(
                Text(entry, "targetName") ?? "", WebLink.Of(Text(entry, "targetUrl")), Text(entry, "targetFramework"), Text(entry, "targetCode")))],
            Evidence = [.. Entries(evidence ?? default).Select(static entry => (Name: Text(entry, "name"), Url: WebLink.Of(Text(entry, "id"))))
                .Where(static entry => entry.Name is not null || entry.Url is not null)
                .Select(static entry => new EvidenceView(entry.Name ?? entry.Url!, entry.Url))],
            Picture = PictureOf(Member(achievement, "image")),
        };
    }

    private static AchievementPicture? PictureOf(JsonElement image)
    {
        if (Text(image, "id") is not { } url || !url.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var mark = url.IndexOf(Base64Mark, StringComparison.OrdinalIgnoreCase);
        var content = mark < 0 ? [] : new byte[url.Length];
        return mark >= 0
            && Convert.TryFromBase64Chars(url.AsSpan(mark + Base64Mark.Length), content, out var length)
            && RasterImage.TypeOf(content.AsSpan(0, length)) is { } mediaType
            ? new AchievementPicture(content[..length], mediaType, Text(image, "caption"))
            : null;
    }

    /// <summary>Of an array, its entries; of anything else, itself: Open Badges lets one value stand without an array.</summary>
    private static IEnumerable<JsonElement> Entries(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray(),
        JsonValueKind.Object => [value],
        _ => [],
    };

    private static JsonElement Member(JsonElement owner, string member) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(member, out var value) ? value : default;

    private static string? Text(JsonElement owner, string member) =>
        Member(owner, member) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}

using System.Text.Json;

namespace LearnCoin.Core.Verification;

/// <summary>
/// Check 1: the structure that VC Data Model 2.0, Open Badges 3.0 (AchievementCredential JSON schema) and spec/credential.md "Document" ask for.
/// What the members mean is covered by the signature: every one of them is mapped by the contexts or the document has no canonical form.
/// </summary>
internal static class SchemaCheck
{
    private const CheckName Name = CheckName.Schema;

    private const string StatusListContext = "https://w3id.org/vc/status-list/2021/v1";

    private static readonly HashSet<string> TopLevel =
    [
        "@context", "id", "type", "name", "description", "image", "validFrom", "validUntil", "issuer", "credentialSubject", "credentialStatus",
        "evidence", "refreshService", "termsOfUse", "proof",
    ];

    private static readonly JsonElement Contexts = JsonDocument.Parse(
        """
        ["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        {"@import":"https://w3id.org/blockcerts/v3.2","image":{"@id":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#image","@type":"@id"},
        "url":{"@id":"https://schema.org/url","@type":"https://www.w3.org/2001/XMLSchema#anyURI"}}]
        """).RootElement;

    internal static Check Run(JsonElement document) =>
        TopLevelFault(document)
        ?? ContextFault(document)
        ?? IssuerFault(document)
        ?? SubjectFault(document)
        ?? EvidenceFault(document)
        ?? StatusFault(document)
        ?? Name.Passed("The document has the structure of a Verifiable Credential 2.0 and of an Open Badge 3.0.");

    private static Check? TopLevelFault(JsonElement document)
    {
        foreach (var member in document.EnumerateObject())
        {
            if (!TopLevel.Contains(member.Name))
            {
                return Name.Failed(CheckReason.MemberUnknown, "The document has a top-level member that such a credential does not have.");
            }
        }

        if (!Json.IsIri(document.Text("id")) || string.IsNullOrEmpty(document.Text("name")))
        {
            return Name.Failed(CheckReason.MemberMissing, "The document has no id or no name.");
        }

        if (document.Texts("type") is not { Count: 2 } types || !types.Contains("VerifiableCredential") || !types.Contains("OpenBadgeCredential"))
        {
            return Name.Failed(CheckReason.MemberWrong, "The document's type is not VerifiableCredential and OpenBadgeCredential.");
        }

        var until = document.Member("validUntil");
        return document.Time("validFrom") is null || (until is not null && document.Time("validUntil") is null)
            ? Name.Failed(CheckReason.MemberWrong, "validFrom or validUntil is not a date-time with a zone.")
            : document.Member("proof") is not { ValueKind: JsonValueKind.Array }
            ? Name.Failed(CheckReason.MemberWrong, "proof is not an array.")
            : null;
    }

    /// <summary>Only these contexts in this order give the members the meaning that other readers see (spec/credential.md, "Why so").</summary>
    internal static Check? ContextFault(JsonElement document)
    {
        var needsList = document.Member("credentialStatus")?.Text("type") == "StatusList2021Entry";
        var expected = Contexts.GetArrayLength() + (needsList ? 1 : 0);
        var fits = document.Member("@context") is { ValueKind: JsonValueKind.Array } context
            && context.GetArrayLength() == expected
            && Contexts.EnumerateArray().Zip(context.EnumerateArray()).All(pair => JsonElement.DeepEquals(pair.First, pair.Second))
            && (!needsList || context[expected - 1] is { ValueKind: JsonValueKind.String } last && last.ValueEquals(StatusListContext));
        return fits && !HasInnerContext(document) ? null : Name.Failed(CheckReason.ContextWrong, "The document's @context is not exactly that of these credentials.");
    }

    /// <summary>A context inside would give other members there, and a hostile one could make the canonical form very expensive.</summary>
    private static bool HasInnerContext(JsonElement value, bool isTop = true) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(member => isTop && member.NameEquals("@context"u8)
            ? false
            : member.NameEquals("@context"u8) || HasInnerContext(member.Value, isTop: false)),
        JsonValueKind.Array => value.EnumerateArray().Any(static entry => HasInnerContext(entry, isTop: false)),
        _ => false,
    };

    private static Check? IssuerFault(JsonElement document)
    {
        var issuer = document.Member("issuer");
        return issuer?.Text("id")?.StartsWith("did:", StringComparison.Ordinal) == true
            && HasType(issuer.Value, "Profile")
            && !string.IsNullOrEmpty(issuer.Value.Text("name"))
            && TextOrAbsent(issuer.Value, "url")
            ? null
            : Name.Failed(CheckReason.MemberWrong, "issuer is not a Profile with a DID and a name.");
    }

    private static Check? SubjectFault(JsonElement document)
    {
        if (document.Member("credentialSubject") is not { ValueKind: JsonValueKind.Object } subject
            || !HasType(subject, "AchievementSubject") || !IdOrAbsent(subject))
        {
            return Name.Failed(CheckReason.MemberWrong, "credentialSubject is not one AchievementSubject.");
        }

        if (subject.Member("achievement") is not { } achievement || !IsAchievement(achievement))
        {
            return Name.Failed(CheckReason.MemberWrong, "The achievement has no id, name, description or criteria, or they are malformed.");
        }

        return EachIs(subject, "result", entry => HasType(entry, "Result"))
            ? null
            : Name.Failed(CheckReason.MemberWrong, "A result is malformed.");
    }

    private static bool IsAchievement(JsonElement achievement) =>
        Json.IsIri(achievement.Text("id"))
        && HasType(achievement, "Achievement")
        && achievement.Text("name") is not null
        && achievement.Text("description") is not null
        && achievement.Member("criteria") is { ValueKind: JsonValueKind.Object } criteria
        && TextOrAbsent(criteria, "narrative")
        && IdOrAbsent(criteria)
        && EachIs(achievement, "alignment", IsAlignment)
        && EachIs(achievement, "resultDescription", entry =>
            Json.IsIri(entry.Text("id")) && HasType(entry, "ResultDescription") && entry.Text("name") is not null && entry.Text("resultType") is not null)
        && (achievement.Member("image") is not { } image || (HasImageType(image) && Json.IsIri(image.Text("id"))));

    /// <summary>OB 3.0 gives Image one type, not a set.</summary>
    private static bool HasImageType(JsonElement image) => image.Text("type") == "Image" || HasType(image, "Image");

    private static bool IsAlignment(JsonElement alignment) =>
        HasType(alignment, "Alignment") && alignment.Text("targetName") is not null && Json.IsIri(alignment.Text("targetUrl"));

    private static Check? EvidenceFault(JsonElement document) =>
        EachIs(document, "evidence", entry => Json.IsIri(entry.Text("id")) && HasType(entry, "Evidence"))
            ? null
            : Name.Failed(CheckReason.MemberWrong, "An evidence entry has no id or is malformed.");

    private static Check? StatusFault(JsonElement document)
    {
        if (document.Member("credentialStatus") is not { } status)
        {
            return null;
        }

        return status.ValueKind == JsonValueKind.Object && Json.IsIri(status.Text("id")) && status.Text("type") is not null
            ? null
            : Name.Failed(CheckReason.MemberWrong, "credentialStatus is not one entry with id and type.");
    }

    /// <summary>True when the member is absent or an array whose entries all hold.</summary>
    private static bool EachIs(JsonElement owner, string name, Func<JsonElement, bool> holds) =>
        owner.Member(name) is not { } value || (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(holds));

    private static bool HasType(JsonElement owner, string type) => owner.Texts("type")?.Contains(type) == true;

    private static bool TextOrAbsent(JsonElement owner, string name) => owner.Member(name) is null || owner.Text(name) is not null;

    private static bool IdOrAbsent(JsonElement owner) => owner.Member("id") is null || Json.IsIri(owner.Text("id"));
}

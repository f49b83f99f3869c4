using System.Security.Cryptography;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Batches;

/// <summary>
/// Runs the real expansion and canonicalization over every document of a batch, with placeholder ids, before the batch is accepted: what
/// cannot be signed is told now and not in a workflow (spec/api.md "Batches").
/// </summary>
public static class BatchPreflight
{
    private const string PlaceholderId = "urn:uuid:00000000-0000-4000-8000-000000000000";

    /// <param name="request">The checked request.</param>
    /// <param name="issuer">Who will issue.</param>
    /// <param name="placeholder">A status entry of the form and URL shape that signing will use.</param>
    /// <param name="cancellationToken">Looked at between documents.</param>
    /// <returns>Null when every document can be signed; else <c>invalid_field_format</c> with the places.</returns>
    public static Error? Check(BatchRequest request, IssuerInfo issuer, StatusEntry placeholder, CancellationToken cancellationToken) =>
        Check(request, issuer, placeholder, Canonicalize, cancellationToken);

    /// <param name="canonicalize">Throws for a document that cannot be signed.</param>
    /// <inheritdoc cref="Check(BatchRequest, IssuerInfo, StatusEntry, CancellationToken)"/>
    internal static Error? Check(
        BatchRequest request, IssuerInfo issuer, StatusEntry placeholder, Action<byte[]> canonicalize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var faults = new FaultList();
        var proven = new HashSet<string>(StringComparer.Ordinal);
        var credentials = JsonPath.Root.Member("credentials");
        for (var i = 0; i < request.Credentials.Count && !faults.IsFull; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var signed = request.Credentials[i].Signed;
            if (ShapeOf(signed) is not { } shape || proven.Add(shape))
            {
                var document = CredentialDocument.Write(signed, issuer, PlaceholderId, placeholder);
                Try(document, canonicalize, credentials.Item(i), faults);
            }
        }

        return faults.ToError();
    }

    /// <summary>
    /// Documents that differ in nothing but the subject's IRI and the dates of the credential are equally signable: only blank nodes make
    /// work, and all of them hang from the achievement, whose content is the same. Results hang from the subject, so there it would not be exact.
    /// </summary>
    private static string? ShapeOf(SignedPart signed) =>
        signed.Evidence.IsEmpty && signed.Results.IsEmpty ? Convert.ToBase64String(SHA256.HashData(signed.Achievement.Span)) : null;

    private static void Canonicalize(byte[] document)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Canonicalizer.Shared.Hash(document, hash);
    }

    private static void Try(byte[] document, Action<byte[]> canonicalize, JsonPath path, FaultList faults)
    {
        try
        {
            canonicalize(document);
        }
        catch (JsonLdException e)
        {
            faults.Invalid(InRequest(path, e.Pointer), "could not be signed: JSON-LD refuses it as " + e.Code);
        }
        catch (RdfcWorkLimitException)
        {
            faults.Invalid(path, "could not be signed: too many entries without an id are alike; give them ids");
        }
    }

    /// <summary>From a place in the document to the place in the request it came from.</summary>
    private static JsonPath InRequest(JsonPath credential, string? documentPointer)
    {
        var steps = (documentPointer ?? string.Empty).Split('/').Skip(1).ToArray();
        var rest = steps switch
        {
            ["credentialSubject", "achievement" or "result", ..] => steps.AsSpan(1),
            ["evidence", ..] => steps.AsSpan(),
            _ => default,
        };
        foreach (var step in rest)
        {
            credential = credential.Member(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return credential;
    }
}

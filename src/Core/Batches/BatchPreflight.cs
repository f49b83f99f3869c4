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
        var proven = new HashSet<string>(StringComparer.Ordinal);
        var credentials = request.Credentials;
        var tried = Enumerable.Range(0, credentials.Count).Where(i => ShapeOf(credentials[i].Signed) is not { } shape || proven.Add(shape)).ToArray();
        var found = new FaultList?[tried.Length];
        var count = 0;
        // On all cores: of all that a request waits for, this is the most work.
        Parallel.For(0, tried.Length, new ParallelOptions { CancellationToken = cancellationToken }, (i, loop) =>
        {
            var document = CredentialDocument.Write(credentials[tried[i]].Signed, issuer, PlaceholderId, placeholder);
            var faults = new FaultList();
            Try(document, canonicalize, JsonPath.Root.Member("credentials").Item(tried[i]), faults);
            found[i] = faults;
            if (Interlocked.Add(ref count, faults.Count) >= Error.MaxDetails)
            {
                // Enough is told: no more work for a hostile batch. All before this one are still tried, so the first faults stay the first.
                loop.Break();
            }
        });
        var all = found.SelectMany(static list => list?.Faults ?? []).Take(Error.MaxDetails).ToList();
        return all.Count == 0 ? null : new Error(all[0].Code, all[0].Message) { Details = all };
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

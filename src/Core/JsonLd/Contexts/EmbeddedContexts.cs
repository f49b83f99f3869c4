using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace LearnCoin.Core.JsonLd;

/// <summary>
/// The context documents shipped in this assembly, the only ones the product uses. Sources and licences: Contexts/NOTICE.md. Thread-safe.
/// </summary>
public sealed class EmbeddedContexts : IContextSource
{
    private static readonly Dictionary<string, (string File, string Sha256)> s_documents = new(StringComparer.Ordinal)
    {
        ["https://www.w3.org/2018/credentials/v1"] =
            ("credentials-v1", "00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8"),
        ["https://www.w3.org/ns/credentials/v2"] =
            ("credentials-v2", "8a9f494a89ecc51db093e90e84713e07e84d6d9204364a9b3c7868b21751236f"),
        ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"] =
            ("ob-v3p0-3.0.3", "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761"),
        ["https://w3id.org/blockcerts/v3"] =
            ("blockcerts-v3", "7b5a4f9771640918b6e3169af29374b38a9f914dcfed77675db7944c8f1a1152"),
        ["https://w3id.org/blockcerts/v3.1"] =
            ("blockcerts-v3.1", "2fc073679f0e05bba5984a3110c0bfcfbc9401c2a5874115e9a9bb12204001f3"),
        ["https://w3id.org/blockcerts/v3.2"] =
            ("blockcerts-v3.2", "fa5afe993720de6d030dc78cb8d33085e4e8a58704e26c8eefa536f4ab7b9731"),
        ["https://w3id.org/vc/status-list/2021/v1"] =
            ("status-list-2021-v1", "634d71c159289f068c96012e4511c657fdf82ac4231900081bda3ba24e2e1160"),
        ["https://w3id.org/security/data-integrity/v1"] =
            ("data-integrity-v1", "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554"),
        ["https://w3id.org/security/data-integrity/v2"] =
            ("data-integrity-v2", "0f77743daf5b4e8fc067fc5ba5b21044283053aa717fc6b0219843bed3b00363"),
        ["https://w3id.org/security/multikey/v1"] =
            ("multikey-v1", "c5f3806f8286920573221938917988a18a4cc5a09e968d29649613c7a1c2b1f6"),
        ["https://www.w3.org/ns/did/v1"] =
            ("did-v1", "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f"),
    };

    private readonly ConcurrentDictionary<string, byte[]> _loaded = new(StringComparer.Ordinal);

    private EmbeddedContexts()
    {
    }

    /// <summary>The one instance.</summary>
    public static EmbeddedContexts Instance { get; } = new();

    /// <summary>The IRIs of all embedded documents.</summary>
    public static IReadOnlyCollection<string> Iris => s_documents.Keys;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The document in the assembly is not the pinned one.</exception>
    public ReadOnlyMemory<byte>? Find(string iri)
    {
        if (_loaded.TryGetValue(iri, out byte[]? known))
        {
            return known;
        }

        return s_documents.TryGetValue(iri, out (string File, string Sha256) entry)
            ? (ReadOnlyMemory<byte>?)_loaded.GetOrAdd(iri, Load(entry.File, entry.Sha256))
            : null;
    }

    private static byte[] Load(string file, string sha256)
    {
        using Stream stream = typeof(EmbeddedContexts).Assembly.GetManifestResourceStream($"LearnCoin.Core.JsonLd.Contexts.{file}.jsonld")
            ?? throw new InvalidOperationException($"The context document {file} is missing from the assembly.");
        byte[] document = new byte[stream.Length];
        stream.ReadExactly(document);
        return Convert.ToHexStringLower(SHA256.HashData(document)) == sha256
            ? document
            : throw new InvalidOperationException($"The context document {file} is not the pinned one.");
    }
}

using System.Runtime.InteropServices;
using System.Text.Json;
using LearnCoin.Core.Credentials;

namespace LearnCoin.Core.Verification;

/// <summary>A document with proofs, as bytes and parsed.</summary>
internal sealed class SecuredJson(ReadOnlyMemory<byte> utf8, JsonElement root)
{
    private readonly byte[] unsecured = DocumentProofs.WithoutProof(utf8.Span);

    internal JsonElement Root => root;

    internal ReadOnlySpan<byte> Unsecured => unsecured;

    /// <summary>The document whose <c>proof</c> holds only these; without the member when there are none.</summary>
    internal byte[] With(IEnumerable<ReadProof> proofs)
    {
        var document = unsecured;
        foreach (var proof in proofs)
        {
            document = DocumentProofs.AppendProof(document, JsonMarshal.GetRawUtf8Value(proof.Json));
        }

        return document;
    }
}

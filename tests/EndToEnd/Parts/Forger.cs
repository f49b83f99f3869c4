using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Kernel;
using LearnCoin.Standalone.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>
/// A thief who has copied data folder and keys: signs a document of his own with the key that signs now. What he makes before the compromise
/// is told cannot be told from what he makes later: he sets the time himself.
/// </summary>
internal static class Forger
{
    private const string VictimsSubject = "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-0123456789ab";

    /// <param name="tenant">Whose key.</param>
    /// <param name="model">File of an anchored credential of that tenant.</param>
    /// <param name="output">File for the forgery: another recipient, a good signature, the model's Merkle proof.</param>
    internal static async Task<int> RunAsync(string tenant, string model, string output)
    {
        await using var node = await LocalNode.OpenAsync(Settings.Load(Settings.Read()), NullLoggerFactory.Instance, new PortDecorators(), CancellationToken.None);
        var original = await File.ReadAllBytesAsync(model);
        var document = JsonNode.Parse(DocumentProofs.WithoutProof(original))!;
        document["credentialSubject"]!["id"] = VictimsSubject;
        var unsigned = Encoding.UTF8.GetBytes(document.ToJsonString());
        var proofs = DocumentProofs.Read(original);
        var copied = JsonNode.Parse(proofs[0])!;
        var stolen = await node.Core.TenantKeys.CurrentAsync(new TenantId(tenant), CancellationToken.None);
        using var key = await node.Core.TenantKeys.OpenAsync(stolen, CancellationToken.None);
        var created = DateTimeOffset.Parse((string)copied["created"]!, System.Globalization.CultureInfo.InvariantCulture);
        var proof = new CredentialIssuer(Canonicalizer.Shared, node.Core.Urls).Proof(unsigned, (string)copied["id"]!, null, stolen, key, created);
        await File.WriteAllBytesAsync(output, DocumentProofs.AppendProof(DocumentProofs.AppendProof(unsigned, proof), proofs[1]));
        return 0;
    }
}

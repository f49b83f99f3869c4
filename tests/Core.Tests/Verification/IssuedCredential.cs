using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Merkle;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Tests.Ethereum;
using LearnCoin.Core.Tests.Keys;
using LearnCoin.Core.Verification;

namespace LearnCoin.Core.Tests.Verification;

/// <summary>One credential of a batch of five, really signed and anchored (on <see cref="FakeChain"/>), with everything around it.</summary>
internal sealed class IssuedCredential : IVerificationSource, IDisposable
{
    internal const string Did = "did:web:issuer.example";
    internal const string ListUrl = "https://issuer.example/status/acme-1";
    internal const int StatusIndex = 4711;

    internal static readonly DateTimeOffset Created = new(2026, 6, 1, 11, 59, 50, TimeSpan.Zero);

    internal static readonly Uri Origin = new("https://issuer.example");

    private readonly Ed25519PrivateKey acmeKey = Ed25519PrivateKey.FromSeed(Ed25519Tests.Seed(1));
    private readonly Ed25519PrivateKey otherKey = Ed25519PrivateKey.FromSeed(Ed25519Tests.Seed(2));

    internal IssuedCredential()
    {
        Acme = new PublishedTenant("acme", ["Acme Old Name", "Acme"], [new TenantKey(acmeKey.PublicKey.ToArray())]);
        Other = new PublishedTenant("other", ["Other"], [new TenantKey(otherKey.PublicKey.ToArray())]);
        AnchorKey = new AnchorKey(KnownAccount.PublicKey, new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        DidDocument = () => Core.Keys.DidDocument.Write(Origin, [Acme, Other], [AnchorKey]);
        StatusList = () => SignedList(new StatusListBits());
        Unsecured = Encoding.UTF8.GetBytes(Template);
    }

    internal PublishedTenant Acme { get; set; }

    internal PublishedTenant Other { get; set; }

    internal AnchorKey AnchorKey { get; set; }

    internal FakeChain Chain { get; } = new();

    /// <summary>Null: cannot be had.</summary>
    internal Func<byte[]?> DidDocument { get; set; }

    internal Func<byte[]?> StatusList { get; set; }

    internal byte[] Unsecured { get; set; }

    internal AnchorCode AnchorCode { get; set; } = AnchorCode.Eth;

    internal DateTimeOffset Now { get; set; } = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    internal int Confirmations { get; set; } = 3;

    internal string AcmeMethod => $"{Did}#{Acme.Keys[0].Fragment}";

    internal string OtherMethod => $"{Did}#{Other.Keys[0].Fragment}";

    /// <summary>Signed, not anchored.</summary>
    internal byte[] Signed(bool byOther = false) => Sign(Unsecured, Eddsa(byOther), byOther);

    /// <summary>Signed and anchored; its transaction is on the chain.</summary>
    internal byte[] Anchored(byte[]? signed = null, Func<DataIntegrityProof, DataIntegrityProof>? change = null)
    {
        signed ??= Signed();
        var leaves = new byte[5 * 32];
        new Random(9).NextBytes(leaves);
        Hash(signed).CopyTo(leaves, 2 * 32);
        var batch = MerkleTree.Build(leaves);
        var aggregate = MerkleTree.Build([.. new byte[32], .. batch.Root]);
        var path = batch.Path(2).Concat(aggregate.Path(1));
        var transaction = Enumerable.Repeat((byte)0xab, 32).ToArray();
        Chain.Put("0x" + Convert.ToHexStringLower(transaction), KnownAccount.Address, aggregate.Root.ToArray());
        var entries = AnchorEntries.Create(AnchorCode, Chain.Id, transaction);
        var value = new MerkleProof2019(aggregate.Root.ToArray(), Hash(signed), entries, path).Encode();
        var proof = new DataIntegrityProof(
            "urn:uuid:b0000000-0000-4000-8000-000000000001", MerkleProof2019.Cryptosuite, Created.AddSeconds(20), $"{Did}#{AnchorKey.Fragment}",
            "urn:uuid:a0000000-0000-4000-8000-000000000001");
        return DocumentProofs.AppendProof(signed, (change is null ? proof : change(proof)).ToJson(value));
    }

    internal DataIntegrityProof Eddsa(bool byOther = false) => new(
        "urn:uuid:a0000000-0000-4000-8000-000000000001", EddsaRdfc2022.Cryptosuite, Created, byOther ? OtherMethod : AcmeMethod);

    internal byte[] Sign(byte[] document, DataIntegrityProof proof, bool byOther = false) =>
        DocumentProofs.AppendProof(document, Proof(document, proof, byOther));

    private byte[] Proof(byte[] document, DataIntegrityProof proof, bool byOther)
    {
        var context = JsonDocument.Parse(document).RootElement.GetProperty("@context").GetRawText();
        var value = EddsaRdfc2022.Sign(
            Hash(proof.ToOptions(Encoding.UTF8.GetBytes(context))), Hash(DocumentProofs.WithoutProof(document)), byOther ? otherKey : acmeKey);
        return proof.ToJson(value);
    }

    internal byte[] SignedList(StatusListBits bits, bool byOther = false, string url = ListUrl, bool bitstring = false)
    {
        var list = bitstring
            ? StatusListCredential.WriteBitstring(url, Did, Created, bits)
            : StatusListCredential.WriteStatusList2021(url, Did, Created, bits);
        return SecuredDocument.AppendSingle(
            list, Proof(list, new DataIntegrityProof(null, EddsaRdfc2022.Cryptosuite, Created, byOther ? OtherMethod : AcmeMethod), byOther));
    }

    internal async Task<VerificationReport> VerifyAsync(byte[] document, VerificationSettings? settings = null)
    {
        settings ??= new VerificationSettings([new TrustedChain(84532, Confirmations, Chain)]);
        return await new CredentialVerifier(this, settings, new FixedTime(Now)).VerifyAsync(document, CancellationToken.None);
    }

    internal Task<VerificationReport> VerifyAsync(JsonNode document) => VerifyAsync(Encoding.UTF8.GetBytes(document.ToJsonString()));

    public ValueTask<SourceDocument> DidDocumentAsync(string did, CancellationToken cancellationToken) =>
        ValueTask.FromResult(did == Did && DidDocument() is { } document ? SourceDocument.Found(document) : SourceDocument.NotAvailable("offline"));

    public ValueTask<SourceDocument> StatusListAsync(string url, CancellationToken cancellationToken) =>
        ValueTask.FromResult(url == ListUrl && StatusList() is { } list ? SourceDocument.Found(list) : SourceDocument.NotAvailable("offline"));

    public void Dispose()
    {
        acmeKey.Dispose();
        otherKey.Dispose();
    }

    private static byte[] Hash(byte[] json)
    {
        var digest = new byte[32];
        Canonicalizer.Shared.Hash(json, digest);
        return digest;
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    internal const string Template = """
        {"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",{"@import":"https://w3id.org/blockcerts/v3.2","image":{"@id":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#image","@type":"@id"},"url":{"@id":"https://schema.org/url","@type":"https://www.w3.org/2001/XMLSchema#anyURI"}},"https://w3id.org/vc/status-list/2021/v1"],
        "id":"urn:uuid:00000000-0000-4000-8000-000000000001","type":["VerifiableCredential","OpenBadgeCredential"],"name":"Introduction to ML",
        "validFrom":"2026-06-01T00:00:00Z","validUntil":"2036-06-01T00:00:00Z",
        "issuer":{"id":"did:web:issuer.example","type":["Profile"],"name":"Acme (test)","url":"https://acme.example"},
        "credentialSubject":{"id":"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e51","type":["AchievementSubject"],
        "achievement":{"id":"https://acme.example/ml","type":["Achievement"],"name":"Introduction to ML","description":"Twelve weeks.","criteria":{"narrative":"Pass the final project."},
        "alignment":[{"type":["Alignment"],"targetName":"Machine learning","targetUrl":"https://esco.example/S1","targetFramework":"ESCO","targetCode":"S1"}]},
        "result":[{"type":["Result"],"value":"A"}]},
        "credentialStatus":{"id":"https://issuer.example/status/acme-1#4711","type":"StatusList2021Entry","statusPurpose":"revocation","statusListIndex":"4711","statusListCredential":"https://issuer.example/status/acme-1"},
        "evidence":[{"id":"https://acme.example/items/1","type":["Evidence"],"narrative":"A notebook."}]}
        """;
}

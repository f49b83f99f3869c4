using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Tests.Batches;

public sealed class BatchRequestProperties
{
    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "1e999", "-0", "{}", "[]", "\"@id\":", "\"\\ud800\"", "\"type\":", "\"id\":\"_:b\",", "\0", "🎓", "é",
        "\"credentials\":", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "\"urn:uuid:\"", "99999999999999999999", "\"2026-99-99T99:99:99+99:99\"", "\uFEFF",
    ];

    [Fact]
    public void No_change_to_a_body_makes_the_reader_throw()
    {
        var seed = Encoding.UTF8.GetBytes(Full());
        var edits = Gen.Choose(0, seed.Length - 1).SelectMany(at => Gen.Choose(0, 30).SelectMany(cut => Gen.OneOf(
            Gen.Elements(Fragments).Select(Encoding.UTF8.GetBytes),
            Gen.Choose(0, 255).Select(b => new[] { (byte)b }),
            Gen.Choose(0, seed.Length - 60).SelectMany(from => Gen.Choose(0, 60).Select(length => seed.AsSpan(from, length).ToArray())),
            Gen.Constant(Array.Empty<byte>())).Select(insert => (At: at, Cut: cut, Insert: insert)))).ListOf(2);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(edits.ToArbitrary(), list =>
        {
            var body = seed;
            foreach (var (at, cut, insert) in list)
            {
                var start = Math.Min(at, body.Length);
                body = [.. body[..start], .. insert, .. body[Math.Min(start + cut, body.Length)..]];
            }

            AssertSound(body);
        }));
    }

    [Fact]
    public void Random_JSON_in_any_place_never_makes_the_reader_throw()
    {
        string[] places = ["recipient", "achievement", "evidence", "result", "issuanceDate", "expirationDate", "external_id", "tenant_metadata", "more"];
        var pairs = Gen.Elements(places).SelectMany(place => Json(4).Select(json => (Place: place, Json: json)));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(10_000), Prop.ForAll(pairs.ToArbitrary(), pair =>
            AssertSound(Encoding.UTF8.GetBytes($"{{\"credentials\":[{{\"{pair.Place}\":{pair.Json}}}]}}"))));
    }

    private static void AssertSound(byte[] body)
    {
        var result = BatchRequestReader.Read(body, Bodies.Reserved);
        if (result.Error is { } error)
        {
            Assert.Equal(400, error.Code.Status);
            Assert.InRange(error.Details.Count, 1, Error.MaxDetails);
            Assert.Equal((error.Details[0].Code, error.Details[0].Message), (error.Code, error.Message));
            Assert.Equal(error.Details.Count, error.Details.DistinctBy(f => f.Pointer).Count());
        }
        else
        {
            Assert.NotEmpty(result.Value.Credentials);
        }
    }

    private static Gen<string> Json(int depth)
    {
        string[] names = ["id", "type", "name", "criteria", "alignment", "creator", "image", "@id", "proof", "a:b", "result", "description", "narrative", "tag", "targetUrl", "address", "geo", "email"];
        var leaf = Gen.Elements("null", "true", "0", "-1.5e300", "\"\"", "\"x\"", "\"https://a.example\"", "\"_:b\"", "\"Achievement\"", "\"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e5f\"");
        return depth == 0
            ? leaf
            : Gen.Frequency(
                (2, leaf),
                (3, Gen.Elements(names).SelectMany(n => Json(depth - 1).Select(v => (n, v))).ListOf(4)
                    .Select(l => "{" + string.Join(',', l.DistinctBy(p => p.n).Select(p => $"\"{p.n}\":{p.v}")) + "}")),
                (2, Json(depth - 1).ListOf(3).Select(l => "[" + string.Join(',', l) + "]")));
    }

    private static string Full() => Bodies.Read(Bodies.Seed).IsOk ? Bodies.Complete : throw new InvalidOperationException("The seed must be accepted.");
}

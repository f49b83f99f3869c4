using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using LearnCoin.Core.JsonLd;

namespace LearnCoin.Core.Tests.JsonLd;

public sealed class CanonicalizerProperties
{
    [Fact]
    public void The_order_of_members_and_of_set_values_never_changes_the_hash()
    {
        string known = HashOf(Example.Credential());
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            JsonNode shuffled = Shuffle(Example.Credential(), new Random(seed))!;
            return HashOf(shuffled) == known;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_member_that_no_context_maps_is_always_refused()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<NonEmptyString>(), (where, name) =>
        {
            JsonObject document = Example.Credential();
            List<JsonObject> objects = [.. Example.Objects(document)];
            JsonObject target = objects[where.Get % objects.Count];
            string member = "x-" + new string([.. name.Get.Where(c => c is not ':' && !char.IsSurrogate(c))]);
            target[member] = "value";
            var error = Assert.Throws<JsonLdException>(() => Canonicalizer.Shared.ToNQuads(Example.Utf8(document)));
            return error.Code == JsonLdErrorCodes.UnmappedMember && error.Pointer!.Contains("/x-", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Changing_any_text_of_the_document_changes_the_hash_or_is_refused()
    {
        string known = HashOf(Example.Credential());
        int changed = 0;
        for (int i = 0; ; i++)
        {
            JsonObject document = Example.Credential();
            List<JsonValue> texts = [.. Texts(document)];
            if (i == texts.Count)
            {
                break;
            }

            texts[i].ReplaceWith(JsonValue.Create(texts[i].GetValue<string>() + "x"));
            try
            {
                Assert.NotEqual(known, HashOf(document));
            }
            catch (JsonLdException)
            {
                // Refusing is as good as a different hash.
            }

            changed++;
        }

        Assert.True(changed > 25);
    }

    [Fact]
    public void The_canonical_form_read_back_and_canonicalized_is_the_same()
    {
        byte[] form = Canonicalizer.Shared.ToNQuads(Example.Utf8(Example.Credential()));
        var dataset = new Dataset();
        NQuadsReader.Read(form, dataset);
        Assert.Equal(Encoding.UTF8.GetString(form), Isomorphism.Canonical(dataset));
    }

    [Fact]
    public void Many_threads_at_once_get_the_right_hash()
    {
        string known = HashOf(Example.Credential());
        var fresh = new Canonicalizer(EmbeddedContexts.Instance);
        byte[] json = Example.Utf8(Example.Credential());
        Parallel.For(0, 2000, _ =>
        {
            byte[] hash = new byte[32];
            fresh.Hash(json, hash);
            Assert.Equal(known, Convert.ToHexStringLower(hash));
        });
    }

    [Fact]
    public void Thousands_of_different_inline_contexts_are_processed_right()
    {
        for (int i = 0; i < 5000; i++)
        {
            byte[] json = Encoding.UTF8.GetBytes($$"""{"@context":{"p":"http://example.org/{{i}}"},"@id":"urn:x:1","p":1}""");
            string expected = $"<urn:x:1> <http://example.org/{i}> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n";
            Assert.Equal(expected, Encoding.UTF8.GetString(Canonicalizer.Shared.ToNQuads(json)));
        }
    }

    private static string HashOf(JsonNode document)
    {
        byte[] hash = new byte[32];
        Canonicalizer.Shared.Hash(Example.Utf8(document), hash);
        return Convert.ToHexStringLower(hash);
    }

    // Contexts keep their order: it has a meaning there.
    private static JsonNode? Shuffle(JsonNode? node, Random random)
    {
        switch (node)
        {
            case JsonObject obj:
                (string Key, JsonNode? Value)[] members = [.. obj.Select(m => (m.Key, m.Value))];
                random.Shuffle(members);
                return new JsonObject(members.Select(m => KeyValuePair.Create(
                    m.Key, m.Key == "@context" ? m.Value?.DeepClone() : Shuffle(m.Value, random))));
            case JsonArray array:
                JsonNode?[] items = [.. array.Select(i => Shuffle(i, random))];
                random.Shuffle(items);
                return new JsonArray(items);
            default:
                return node?.DeepClone();
        }
    }

    private static IEnumerable<JsonValue> Texts(JsonNode? node) => node switch
    {
        JsonObject obj => obj.Where(m => m.Key != "@context").SelectMany(m => Texts(m.Value)),
        JsonArray array => array.SelectMany(Texts),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => [value],
        _ => [],
    };
}

using System.Reflection;
using System.Text.Json;
using LearnCoin.Core.Credentials.OpenBadges;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Credentials;

/// <summary>The class model against the OB 3.0 JSON schema itself (1EdTech, shared/vectors/open-badges).</summary>
public sealed class OpenBadgeModelTests(ITestOutputHelper output)
{
    private static readonly OpenBadgeClass[] Classes =
        [.. typeof(OpenBadgeModel).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.GetValue(null)).OfType<OpenBadgeClass>()];

    [Fact]
    public void Every_property_of_the_model_is_one_of_the_schema_and_none_is_left_out()
    {
        ForEachClass((type, schema) =>
        {
            var known = schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).ToHashSet();
            var ours = type.Properties.Select(p => p.Name).Append("type").ToHashSet();

            // The schema leaves classes open, so that any node may carry an id.
            Assert.Empty(ours.Except(known).Except(["id", "type"]));
            Assert.Empty(known.Except(ours));
        });
    }

    [Fact]
    public void What_the_schema_requires_the_model_requires_or_fills_in()
    {
        ForEachClass((type, schema) =>
        {
            var required = schema.GetProperty("required").EnumerateArray().Select(r => r.GetString()!).Except(["type"]);
            var ours = type.Properties.Where(p => p.Required).Select(p => p.Name);
            string[] filledIn = type == OpenBadgeModel.Achievement ? ["id"] : [];

            Assert.Empty(required.Except(ours).Except(filledIn));
        });
    }

    [Fact]
    public void Types_lists_and_arrays_are_those_of_the_schema()
    {
        ForEachClass((type, schema) =>
        {
            foreach (var property in type.Properties.Where(p => p.Type != OpenBadgeType.Unsupported))
            {
                if (schema.GetProperty("properties").TryGetProperty(property.Name, out var rule))
                {
                    AssertSame($"{type.Name}.{property.Name}", property, rule);
                }
            }

            if (schema.GetProperty("properties").TryGetProperty("type", out var typeRule))
            {
                Assert.Equal(type.SingleType, typeRule.GetProperty("type").ValueEquals("string"));
            }
        });
    }

    private static void AssertSame(string name, OpenBadgeProperty property, JsonElement rule)
    {
        var isArray = rule.TryGetProperty("type", out var t) && t.ValueEquals("array");
        Assert.True(isArray == property.Many, name);
        var one = isArray ? rule.GetProperty("items") : rule;
        if (one.TryGetProperty("$ref", out var reference))
        {
            Assert.Equal(name + reference.GetString(), name + "#/$defs/" + property.Class!().Name);
            return;
        }

        if (one.TryGetProperty("oneOf", out var either))
        {
            Assert.True(property.Extensible, name);
            one = either[0];
        }

        var simple = property.Type == OpenBadgeType.Number ? "number" : "string";
        Assert.Equal(name + simple, name + one.GetProperty("type").GetString());
        var values = one.TryGetProperty("enum", out var list) ? list.EnumerateArray().Select(v => v.GetString()!) : [];
        Assert.Equal(values.Order(StringComparer.Ordinal), property.Values.Order(StringComparer.Ordinal));
    }

    private void ForEachClass(Action<OpenBadgeClass, JsonElement> check)
    {
        var file = Schema();
        if (file is null)
        {
            output.WriteLine("skipped: no OB 3.0 JSON schema (set LEARNCOIN_VECTORS)");
            return;
        }

        using var schema = JsonDocument.Parse(File.ReadAllBytes(file));
        Assert.Equal(13, Classes.Length);
        foreach (var type in Classes)
        {
            check(type, schema.RootElement.GetProperty("$defs").GetProperty(type.Name));
        }
    }

    private static string? Schema()
    {
        var roots = new List<string?> { Environment.GetEnvironmentVariable("LEARNCOIN_VECTORS") };
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            roots.Add(Path.Combine(folder.FullName, "shared", "vectors"));
        }

        return roots.Where(r => r is not null).Select(r => Path.Combine(r!, "open-badges", "ob_v3p0_achievementcredential_schema.json")).FirstOrDefault(File.Exists);
    }
}

using System.Diagnostics;
using System.Text;
using LearnCoin.Core.JsonLd;

namespace LearnCoin.Core.Tests.JsonLd;

/// <summary>RDFC-1.0, 7.1 Dataset Poisoning: graphs made to keep a canonicalizer busy end soon, with a clear error.</summary>
public sealed class RdfcWorkLimitTests
{
    [Theory]
    [InlineData("clique", 10)]
    [InlineData("clique", 40)]
    [InlineData("two stars", 2000)]
    [InlineData("cycle", 20000)]
    public void A_poison_graph_is_refused_within_a_second(string kind, int size)
    {
        byte[] json = Document(kind, size);
        // Once for the compiler: the promise is about the work, not about a cold start.
        Refuse(json);
        // The best of some: on a busy machine a thread may wait longer for its turn than the work takes.
        TimeSpan best = Enumerable.Range(0, 4).Min(_ => Took(json));
        Assert.True(best < TimeSpan.FromSeconds(1), $"took {best}");
    }

    private static TimeSpan Took(byte[] json)
    {
        long started = Stopwatch.GetTimestamp();
        Refuse(json);
        return Stopwatch.GetElapsedTime(started);
    }

    [Fact]
    public void A_small_cycle_of_equal_nodes_is_labelled()
    {
        string form = Encoding.UTF8.GetString(Canonicalizer.Shared.ToNQuads(Document("cycle", 4)));
        Assert.Equal(4, form.Count(c => c == '\n'));
        Assert.Contains("_:c14n3", form, StringComparison.Ordinal);
    }

    private static void Refuse(byte[] json) => Assert.Throws<RdfcWorkLimitException>(() => Canonicalizer.Shared.ToNQuads(json));

    private static byte[] Document(string kind, int size)
    {
        IEnumerable<string> nodes = Enumerable.Range(0, size).Select(i => $"{{\"@id\":\"_:n{i}\",\"p\":[{string.Join(',', Targets(kind, i, size))}]}}");
        string graph = kind == "two stars" ? Star("a", size) + "," + Star("b", size) : string.Join(',', nodes);
        return Encoding.UTF8.GetBytes(
            "{\"@context\":{\"p\":{\"@id\":\"http://example.org/p\",\"@type\":\"@id\"}},\"@graph\":[" + graph + "]}");
    }

    private static string Star(string hub, int size) =>
        $"{{\"@id\":\"_:{hub}\",\"p\":[{string.Join(',', Enumerable.Range(0, size).Select(i => $"\"_:{hub}{i}\""))}]}}";

    private static IEnumerable<string> Targets(string kind, int node, int size) => kind == "cycle"
        ? [$"\"_:n{(node + 1) % size}\""]
        : Enumerable.Range(0, size).Where(i => i != node).Select(i => $"\"_:n{i}\"");
}

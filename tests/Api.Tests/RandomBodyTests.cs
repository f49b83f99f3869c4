using System.Text;
using LearnCoin.Api.Tests.Host;
using Xunit.Abstractions;

namespace LearnCoin.Api.Tests;

/// <summary>No input gives a 500 (reliability.md, row input).</summary>
public sealed class RandomBodyTests(Service service, ITestOutputHelper output) : IClassFixture<Service>
{
    private const int Cases = 2_000;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-0", "1e999", "99999999999999999999999", "\"\\ud800\"", "\"\\u0000\"", "\"@id\"", "\"@context\"", "\"proof\"", "\"id\"", "\"type\"",
        "\"_:b\"", "\"credentials\"", "\"result\":[{\"value\":\"x\"}],", "\"evidence\":[{}],", "\"tag\":[\"a\"],", "\u0000", "\u2028", "é", "\U0001F600", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:60Z\"",
        "\"2026-02-30T00:00:00+23:59\"", "\"urn:uuid:\"", "\"data:image/png;base64,AA==\"", "\"http://\"", "\"https://[::1\"", "\"%\"", "\"a b\"",
    ];

    [Fact]
    public async Task Random_and_mutated_bodies_are_accepted_or_refused_and_never_break_anything()
    {
        var seed = Environment.GetEnvironmentVariable("LEARNCOIN_SEED") is { } given ? int.Parse(given) : Environment.TickCount;
        output.WriteLine($"LEARNCOIN_SEED={seed}");
        var tenant = await service.TenantAsync("unlimited");
        var whole = Encoding.UTF8.GetBytes(Requests.Of(2).ToJsonString());
        var counts = new int[600];
        await Parallel.ForEachAsync(Enumerable.Range(0, Cases), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            var random = new Random(seed + number);
            var body = number % 10 == 0 ? Bytes(random, random.Next(400)) : Mutated(random, whole);
            var answer = await service.PostAsync(tenant.TestKey, body, random.Next(3) == 0 ? "k" + random.Next(50) : null);
            Interlocked.Increment(ref counts[answer.Status]);
            if (answer.Status is not (202 or 400 or 409))
            {
                Assert.Fail($"case {number}: {answer.Status} {answer.Text} for {Convert.ToBase64String(body)}");
            }

            if (answer.Status != 202)
            {
                answer.IsError(answer.Status, answer.ErrorCode!);
            }
        });
        output.WriteLine($"202: {counts[202]}, 400: {counts[400]}, 409: {counts[409]}");
        Assert.True(counts[202] > 0 && counts[400] > Cases / 4, "the mutations are neither all harmless nor all fatal");
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Mutated(Random random, byte[] whole)
    {
        var body = whole.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(6))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body.RemoveRange(at, Math.Min(random.Next(1, 20), body.Count - at));
                    break;
                case 2:
                    body.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 3:
                    body.InsertRange(at, body.GetRange(at, Math.Min(random.Next(1, 60), body.Count - at)));
                    break;
                default:
                    Replace(random, body);
                    break;
            }

            if (body.Count == 0)
            {
                break;
            }
        }

        return [.. body];
    }

    /// <summary>A whole JSON value for another: what remains is JSON, and the faults lie deeper.</summary>
    private static void Replace(Random random, List<byte> body)
    {
        var text = Encoding.UTF8.GetString([.. body]);
        var from = text.IndexOf(":\"", random.Next(text.Length), StringComparison.Ordinal);
        var to = from < 0 ? -1 : text.IndexOf('"', from + 2);
        if (to > 0)
        {
            body.Clear();
            body.AddRange(Encoding.UTF8.GetBytes(text[..(from + 1)] + Pieces[random.Next(Pieces.Length)] + text[(to + 1)..]));
        }
    }
}

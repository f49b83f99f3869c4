// The C# verifier of docs/webhooks.md for tests/Interop: a JSON object a line in, "accepted" or "refused" a line out.
using System.Text.Json;

while (Console.In.ReadLine() is { } line)
{
    using var json = JsonDocument.Parse(line);
    var row = json.RootElement;
    var isAccepted = LearnCoinWebhook.Verify(
        row.GetProperty("body").GetBytesFromBase64(),
        row.GetProperty("header").GetString(),
        row.GetProperty("secret").GetString()!,
        DateTimeOffset.UnixEpoch.AddSeconds(row.GetProperty("now").GetDouble()));
    Console.WriteLine(isAccepted ? "accepted" : "refused");
}

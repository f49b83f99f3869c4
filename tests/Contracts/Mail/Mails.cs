using System.Text.Json;
using LearnCoin.Core.Mail;

namespace LearnCoin.Contracts.Mail;

internal static class Mails
{
    public const string Secret = "dGhpcyBpcyB0aGUgb25lLXRpbWUgc2VjcmV0";

    public static OutgoingMail To(string recipient, string id = "mail_01") => new(
        id, recipient, "Universität Zürich", "Ihr Nachweis: „Einführung“ 日本語",
        $"Grüezi Zoë,\n\nhttps://learncoin.example/c/crd_1#claim={Secret}\n.\nafter a dot\n",
        $"<!DOCTYPE html><html><body><p>Grüezi Zoë</p><a href=\"https://learncoin.example/c/crd_1#claim={Secret}\">日本語</a>{new string('x', 3_000)}</body></html>")
    {
        ReplyTo = "support@uzh.example",
    };

    public static string? Text(this JsonElement mail, string name) => mail.GetProperty(name).GetString();

    public static string[] Headers(this JsonElement mail, string name) =>
        [.. mail.GetProperty("headers").EnumerateArray().Select(static line => line.GetString()!).Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim())];
}

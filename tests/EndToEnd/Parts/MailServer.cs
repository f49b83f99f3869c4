using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>nodemailer's SMTP server in a process of its own, with a certificate that this test made.</summary>
internal sealed class MailServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-mail-");
    private readonly OwnedProcess process;
    private readonly string fingerprint;

    private MailServer(Dictionary<string, object?> settings)
    {
        var modules = Path.Combine(Repository.Root, "tests/Contracts/node");
        if (!Directory.Exists(Path.Combine(modules, "node_modules")))
        {
            throw new InvalidOperationException("The mail server is not installed: run scripts/test, which installs it (or: cd tests/Contracts/node && npm ci --ignore-scripts).");
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        settings["key"] = Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        settings["certificate"] = Certificate = Write("certificate.pem", certificate.ExportCertificatePem());
        process = new OwnedProcess("node", [Path.Combine(modules, "server.mjs"), JsonSerializer.Serialize(settings)]);
    }

    public int Port { get; private set; }

    /// <summary>File of its certificate, for the name localhost.</summary>
    public string Certificate { get; }

    /// <summary>Trusts this server's certificate and no other.</summary>
    public RemoteCertificateValidationCallback Trust => (_, certificate, _, _) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint;

    public static async Task<MailServer> StartAsync(params (string Name, object? Value)[] settings)
    {
        var server = new MailServer(settings.ToDictionary(static setting => setting.Name, static setting => setting.Value));
        try
        {
            server.Port = (await server.NextAsync("ready")).GetInt32();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>The next mail that it took.</summary>
    public Task<JsonElement> MailAsync() => NextAsync("mail");

    public async Task<JsonElement> NextAsync(string word)
    {
        while (true)
        {
            var line = await process.AnswerAsync(Patience);
            if (line.StartsWith(word + " ", StringComparison.Ordinal))
            {
                return JsonDocument.Parse(line[(word.Length + 1)..]).RootElement;
            }
        }
    }

    /// <summary>It ends every connection.</summary>
    public async Task DropAsync()
    {
        process.Tell("drop");
        await NextAsync("dropped");
    }

    public void Dispose()
    {
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}

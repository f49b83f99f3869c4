using System.Diagnostics;
using System.Text;
using LearnCoin.EndToEnd.Parts;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Backups;

/// <summary>A restore is made whole or not at all.</summary>
public sealed class RefusedRestoreTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int Kills = 24;

    // No node: nothing is issued here.
    private readonly Deployment deployment = new("http://127.0.0.1:1");

    private string Data => deployment.Variables["DataDirectory"];

    private string Archive => Path.Combine(deployment.Folder, "backup.tar");

    public async Task InitializeAsync()
    {
        deployment.Variables["KeyPassphrase"] = "a passphrase";
        using (await Issuer.CreateAsync(deployment))
        {
            Assert.Equal("encrypted", (await Cli.JsonAsync(deployment, "backup", "--out", Archive)).GetProperty("keys").GetString());
        }

        Directory.Delete(Data, recursive: true);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => deployment.Dispose();

    [Fact]
    public async Task A_damaged_archive_is_refused_wherever_the_damage_is_and_nothing_is_left()
    {
        var whole = await File.ReadAllBytesAsync(Archive);
        var sha = Encoding.ASCII.GetBytes("\"sha256\": \"");
        var hash = whole.AsSpan().IndexOf(sha) + sha.Length;
        var damages = new (string What, byte[] Bytes)[]
        {
            ("another hash in the manifest", Changed(hash, whole[hash] == (byte)'a' ? (byte)'b' : (byte)'a')),
            ("a page of the store", Changed(whole.AsSpan().IndexOf("SQLite format 3"u8) + 5000, 0x5a)),
            ("a key", Changed(whole.AsSpan().LastIndexOf("LCK1"u8) + 60, 0x5a)),
            ("cut short", whole[..(whole.Length / 2)]),
            ("cut after the manifest", whole[..2048]),
            ("another format", Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(whole).Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal))),
            ("a text", "no archive"u8.ToArray()),
            ("empty", []),
            ("two archives in one", [.. whole[..^1024], .. whole]),
        };
        foreach (var (what, bytes) in damages)
        {
            var damaged = Path.Combine(deployment.Folder, "damaged.tar");
            await File.WriteAllBytesAsync(damaged, bytes);
            var (code, text) = await Cli.RunAsync(deployment, "restore", damaged, "--without-erasures");
            Assert.True(code == 1 && text.Contains("archive", StringComparison.Ordinal) && !text.Contains("   at ", StringComparison.Ordinal), $"{what}: {code} {text}");
            Assert.False(Directory.Exists(Data), what);
        }

        byte[] Changed(int at, byte value)
        {
            byte[] bytes = [.. whole];
            Assert.NotEqual(value, bytes[at]);
            bytes[at] = value;
            return bytes;
        }
    }

    [Theory]
    [InlineData("another-file")]
    [InlineData("learncoin.db")]
    [InlineData("keys")]
    public async Task A_data_folder_in_use_is_refused_by_what_is_in_it(string name)
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, name), "mine");
        var (code, text) = await Cli.RunAsync(deployment, "restore", Archive, "--without-erasures");
        Assert.True(code == 1 && text.Contains(name, StringComparison.Ordinal), text);
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(Data, name)));
        Assert.Single(Directory.EnumerateFileSystemEntries(Data));
    }

    [Fact]
    public async Task Another_origin_another_passphrase_and_an_unreadable_journal_are_refused_by_name()
    {
        var journal = Path.Combine(deployment.Folder, "journal.jsonl");
        await File.WriteAllTextAsync(journal, "{\"credential\":\"crd_1\n{\"credential\":\"no\"}\n");
        var (code, text) = await Cli.RunAsync(deployment, "restore", Archive, "--erasures", journal);
        Assert.True(code == 1 && text.Contains("Line 2", StringComparison.Ordinal), text);
        (code, text) = await Cli.RunAsync(deployment, "restore", Archive, "--erasures", journal + "x");
        Assert.True(code == 1 && text.Contains("--erasures", StringComparison.Ordinal), text);
        deployment.Variables["KeyPassphrase"] = "another passphrase";
        (code, text) = await Cli.RunAsync(deployment, "restore", Archive, "--without-erasures");
        Assert.True(code == 1 && text.Contains("KeyPassphrase", StringComparison.Ordinal), text);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Data));
        Directory.Delete(Data, recursive: true);
        deployment.Variables["PublicOrigin"] = "https://other.example";
        (code, text) = await Cli.RunAsync(deployment, "restore", Archive, "--without-erasures");
        Assert.True(code == 1 && text.Contains("PublicOrigin", StringComparison.Ordinal), text);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Killed_at_any_moment_it_leaves_nothing_that_a_service_starts_on_and_can_be_run_again()
    {
        var watch = Stopwatch.StartNew();
        await Cli.JsonAsync(deployment, "restore", Archive, "--without-erasures");
        var whole = watch.Elapsed;
        var seen = new Dictionary<string, int>(StringComparer.Ordinal) { ["nothing yet"] = 0, ["under way"] = 0, ["whole"] = 0 };
        for (var kill = 0; kill < Kills; kill++)
        {
            Directory.Delete(Data, recursive: true);
            using (var restore = new OwnedProcess(OwnedProcess.Dotnet, [Cli.Program, "restore", Archive, "--without-erasures"], deployment.Variables, deployment.Folder))
            {
                // Most moments where it works on the folder, which is the later part of its run.
                var share = 0.3 + (0.75 * kill / Kills);
                await Task.WhenAny(restore.Exited, Task.Delay(whole * share));
                if (!restore.HasExited)
                {
                    restore.Kill();
                }

                await restore.Exited;
            }

            Directory.CreateDirectory(Data);
            var isUnderWay = Directory.Exists(Path.Combine(Data, ".restoring"));
            var isWhole = !isUnderWay && File.Exists(Path.Combine(Data, "learncoin.db"));
            seen[isUnderWay ? "under way" : isWhole ? "whole" : "nothing yet"]++;
            if (isUnderWay)
            {
                var (code, text) = await Cli.RunAsync(deployment, "serve");
                Assert.True(code == 78 && text.Contains("restore", StringComparison.Ordinal), text);
            }
            else if (!isWhole)
            {
                Assert.Empty(Directory.EnumerateFileSystemEntries(Data));
            }

            if (!isWhole)
            {
                await Cli.JsonAsync(deployment, "restore", Archive, "--without-erasures");
            }

            Assert.Equal(["keys", "learncoin.db"], Directory.EnumerateFileSystemEntries(Data).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            var (listed, tenants) = await Cli.RunAsync(deployment, "tenants", "list");
            Assert.True(listed == 0 && tenants.Contains("\"Issuer\"", StringComparison.Ordinal), tenants);
        }

        output.WriteLine($"a restore took {whole.TotalMilliseconds:0} ms; killed: {string.Join(", ", seen.Select(static pair => $"{pair.Value} {pair.Key}"))}");
        Assert.True(seen["under way"] > 0, "no kill met the restore at work");
    }
}

using LearnCoin.Contracts;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Logos;
using LearnCoin.Core.Outbound;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Outbound;
using LearnCoin.Local.Outbound;

namespace LearnCoin.Core.Tests.Logos;

/// <summary>Logos from a real server on this machine, through the guard; the days are a virtual clock's.</summary>
public sealed class TenantLogosTests : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: image/svg+xml\r\n\r\n";
    private readonly MemoryTables tables = new();
    private readonly ManualTime clock = new();
    private readonly RawServer server = new();
    private readonly GuardedHttp http = new(new OutboundRules(new Uri("http://localhost:1")));
    private readonly TenantId id;

    public TenantLogosTests()
    {
        id = TenantId.Create(clock.GetUtcNow(), SystemEntropy.Instance);
        Show(Pictures.Png());
        NameAsync($"http://127.0.0.1:{server.Port}/logo").GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        http.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task A_logo_is_fetched_once_a_day_and_has_the_type_of_its_bytes()
    {
        var logos = Logos();
        var first = await logos.FindAsync(id, default);
        Assert.Equal("image/png", first!.MediaType);
        Assert.Equal(Pictures.Png(), first.Content);
        Show(Pictures.Gif());
        clock.Advance(TenantLogos.Fresh - TimeSpan.FromSeconds(1));
        Assert.Equal(first.Etag, (await logos.FindAsync(id, default))!.Etag);
        Assert.Single(server.Requests);

        // What was shown a moment ago is remembered for a minute.
        clock.Advance(TimeSpan.FromMinutes(1));
        var second = await logos.FindAsync(id, default);
        Assert.Equal("image/gif", second!.MediaType);
        Assert.NotEqual(first.Etag, second.Etag);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task For_a_minute_it_is_shown_from_memory()
    {
        var logos = Logos();
        var first = await logos.FindAsync(id, default);
        await tables.WriteAsync("logos", RowChange.Delete(id.Value, "logo", RowChange.AnyEtag), default);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Same(first, await logos.FindAsync(id, default));
        Assert.Single(server.Requests);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await logos.FindAsync(id, default));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task One_that_cannot_be_had_any_more_is_shown_for_a_week_and_asked_for_four_times_an_hour()
    {
        var logos = Logos();
        Assert.NotNull(await logos.FindAsync(id, default));
        server.Answer = "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        server.Content = [];
        clock.Advance(TenantLogos.Fresh);
        for (var i = 0; i < 60; i++)
        {
            Assert.NotNull(await logos.FindAsync(id, default));
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(1 + 4, server.Requests.Count);
        clock.Advance(TenantLogos.Kept - TenantLogos.Fresh - TimeSpan.FromMinutes(61));
        Assert.NotNull(await logos.FindAsync(id, default));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await logos.FindAsync(id, default));
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    [InlineData("<html>a picture, says the server</html>")]
    [InlineData("")]
    public async Task What_is_no_picture_is_not_served_and_not_asked_for_at_each_visit(string text)
    {
        server.Answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: image/png\r\n\r\n" + text;
        server.Content = [];
        var logos = Logos();
        for (var i = 0; i < 20; i++)
        {
            Assert.Null(await logos.FindAsync(id, default));
        }

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_picture_of_512_KB_is_served_and_one_byte_more_is_not()
    {
        Show(Pictures.Png(length: TenantLogos.MaxBytes + 1));
        Assert.Null(await Logos().FindAsync(id, default));
        clock.Advance(TenantLogos.Patience);
        var longest = new byte[TenantLogos.MaxBytes];
        new Random(5).NextBytes(longest);
        Pictures.Png().CopyTo(longest, 0);
        Show(longest);
        Assert.Equal(longest, (await Logos().FindAsync(id, default))!.Content);
    }

    [Fact]
    public async Task A_redirect_is_no_picture()
    {
        server.Answer = $"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{server.Port}/other\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        server.Content = [];
        Assert.Null(await Logos().FindAsync(id, default));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_that_hangs_holds_nobody_longer_than_the_time_of_a_try()
    {
        server.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
        server.Content = [];
        server.KeepsOpen = true;
        var logos = Logos();
        var waiting = Enumerable.Range(0, 50).Select(_ => logos.FindAsync(id, default)).ToList();
        while (server.Requests.Count == 0)
        {
            await Task.Delay(10);
        }

        Assert.All(waiting, static one => Assert.False(one.IsCompleted));
        clock.Advance(TenantLogos.TryTime);
        Assert.All(await Task.WhenAll(waiting), Assert.Null);
        Assert.Single(server.Requests);
        // The next visitor waits no more.
        Assert.Null(await logos.FindAsync(id, default));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Many_visitors_are_one_fetch_and_all_get_the_picture()
    {
        var logos = Logos();
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => logos.FindAsync(id, default)))), Assert.NotNull);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Two_processes_do_not_fetch_at_the_same_time()
    {
        var (one, other) = (Logos(), Logos());
        var found = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => (i % 2 == 0 ? one : other).FindAsync(id, default))));
        // The other has nothing to show for that moment.
        Assert.Contains(found, static logo => logo is not null);
        Assert.Single(server.Requests);
        Assert.NotNull(await one.FindAsync(id, default));
        Assert.NotNull(await other.FindAsync(id, default));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Another_address_is_another_logo_and_none_is_none()
    {
        var logos = Logos();
        Assert.NotNull(await logos.FindAsync(id, default));
        server.Answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        server.Content = [];
        await NameAsync($"http://127.0.0.1:{server.Port}/other");
        Assert.Null(await logos.FindAsync(id, default));
        Assert.Contains("GET /other ", server.Requests[^1], StringComparison.Ordinal);

        await NameAsync(null);
        Assert.Null(await logos.FindAsync(id, default));
        Assert.Null(await tables.GetAsync(TenantLogos.Table, id.Value, "logo", default));
        Assert.Null(await logos.FindAsync(TenantId.Create(clock.GetUtcNow(), SystemEntropy.Instance), default));
    }

    [Fact]
    public async Task An_address_inside_is_not_fetched_even_if_it_came_to_be_stored()
    {
        await NameAsync("https://169.254.169.254/latest/meta-data");
        Assert.Null(await Logos().FindAsync(id, default));
    }

    private TenantLogos Logos() => new(tables, new TenantStore(tables, null!, clock, SystemEntropy.Instance), http, clock);

    private void Show(byte[] picture) => (server.Answer, server.Content) = (Ok, picture);

    private async Task NameAsync(string? url) => await tables.WriteAsync(
        TenantStore.Table,
        RowChange.Upsert(new Tenant(id, "School", "school", "starter", clock.GetUtcNow()) { LogoUrl = url }.ToRow()),
        default);
}

using System.Net;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Tenants;
using static LearnCoin.Api.Tests.Console.Uploads;

namespace LearnCoin.Api.Tests.Console;

/// <summary>Who may upload, what hostile files may do, and what is left of one that is not issued: nothing.</summary>
public sealed class CsvUploadGuardTests(Service service) : IClassFixture<Service>
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onfocus='alert(1)' autofocus='")]
    [InlineData("</textarea></select><svg/onload=alert(1)>")]
    [InlineData("{count}@(1+1)")]
    public async Task Hostile_cells_and_headers_are_only_text(string hostile)
    {
        var browser = await Browser.OfTenantAsync(service, (await service.TenantAsync()).TestKey);
        var quoted = $"\"{hostile.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var page = await UploadAsync(browser, $"Name,E-mail,Course,Description,Criteria,{quoted}\n{quoted},{quoted},{quoted},{quoted},{quoted},{quoted}\n");
        Assert.Equal(422, page.Status);
        Assert.Contains(hostile, WebUtility.HtmlDecode(page.Text), StringComparison.Ordinal);
        Assert.DoesNotContain(hostile.Contains('<', StringComparison.Ordinal) ? hostile : "onfocus='alert", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_may_not_issue_may_not_upload()
    {
        var tenant = await service.TenantAsync();
        var key = await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { Scopes = KeyScopes.BatchesRead });
        var browser = await Browser.OfTenantAsync(service, key);
        Assert.Equal(403, (await browser.GetAsync("/console/upload")).Status);
        Assert.Equal(403, (await browser.PostAsync("/console/upload", [("text", "name\nAda\n")])).Status);
        Assert.DoesNotContain("href=\"/console/upload\"", (await browser.GetAsync("/console/batches")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_an_upload_is_stored_before_it_is_issued()
    {
        var browser = await Browser.OfTenantAsync(service, (await service.TenantAsync()).TestKey);
        Assert.Equal(200, (await UploadAsync(browser, Header + "Xaverine Unstored,x.unstored@x.example,ML,d,c,2026-04-23,U-1\n")).Status);
        foreach (var trace in new[] { "Xaverine", "unstored@x.example" })
        {
            Assert.Equal(0, StoreDump.Of(service.Database).Count(trace));
        }
    }
}

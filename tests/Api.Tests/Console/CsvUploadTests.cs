using System.Globalization;
using System.Net;
using System.Text;
using LearnCoin.Api.Tests.Host;
using static LearnCoin.Api.Tests.Console.Uploads;

namespace LearnCoin.Api.Tests.Console;

/// <summary>From a file to a batch, over HTTP and without a script.</summary>
public sealed class CsvUploadTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task Of_500_rows_with_7_faults_the_7_are_shown_and_nothing_is_issued_until_they_are_mended_then_500_are()
    {
        var tenant = await service.TenantAsync();
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var rows = Enumerable.Range(0, 500).Select(Row).ToArray();
        // Row 2 of the sheet is rows[0].
        rows[1][1] = "nobody";
        rows[8][0] = "";
        rows[97][5] = "31/12/2026";
        rows[98][2] = "";
        rows[250][6] = "two words";
        rows[498][6] = "R-5";
        rows[499][1] = "a@b@c";
        (int Row, string Place, int Column, string Mended)[] faults =
        [
            (3, "B: E-mail", 1, "p1@x.example"), (10, "A: Name", 0, "Person 8"), (99, "F: Issue date", 5, "2026-12-31"), (100, "C: Course", 2, "ML"),
            (252, "G: Reference", 6, "R-250"), (500, "G: Reference", 6, "R-498"), (501, "B: E-mail", 1, "p499@x.example"),
        ];

        var page = await UploadAsync(browser, Header + string.Concat(rows.Select(static row => string.Join(',', row) + "\n")));
        Assert.Equal(422, page.Status);
        Assert.Equal(faults.Select(static fault => (fault.Row, fault.Place)), FaultsOf(page));
        await IssuesNothingAsync(tenant, page);

        // Some are mended, one is made worse: still nothing.
        var form = PageForm.With(page.Text, "Check again");
        page = await SendAsync(browser, form.Multipart([.. faults.SkipLast(1).Select(Correction), ("cell-501-1", "worse")]));
        Assert.Equal([(501, "B: E-mail")], FaultsOf(page));
        await IssuesNothingAsync(tenant, page);

        page = await SendAsync(browser, PageForm.With(page.Text, "Check again").Multipart(Correction(faults[6])));
        Assert.Equal(200, page.Status);
        Assert.Contains("500 credentials can be issued", page.Text, StringComparison.Ordinal);
        Assert.Equal(0, await service.BatchCountAsync(tenant.TestKey));

        // A double click issues once.
        var issue = PageForm.With(page.Text, "Issue 500 credentials");
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => SendAsync(browser, issue.Multipart(("action", "issue")))));
        var batch = Assert.Single(answers.Where(static answer => answer.Status == 303).Select(static answer => answer["Location"]).Distinct())!;
        var again = await SendAsync(browser, issue.Multipart(("action", "issue")));
        Assert.Equal((303, batch), (again.Status, again["Location"]));
        Assert.Equal((1, 500), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));

        await service.WaitAsync(tenant.TestKey, batch.Split('/')[^1], "anchored");
        var shown = await browser.GetAsync(batch);
        Assert.Equal(200, shown.Status);
        Assert.Contains(">Anchored<", shown.Text, StringComparison.Ordinal);
        Assert.Contains("data-refresh=\"over\"", shown.Text, StringComparison.Ordinal);
        var list = await browser.GetAsync(batch + "/recipients.csv");
        Assert.Equal((200, "text/csv; charset=utf-8"), (list.Status, list["Content-Type"]));
        Assert.Equal(501, list.Text.Count(static letter => letter == '\n'));
        Assert.Matches("\"urn:uuid:[0-9a-f-]{36}\",\"Person 8\",\"p8@x.example\",\"R-8\",\"crd_", list.Text);
    }

    [Fact]
    public async Task More_faults_than_the_check_tells_are_said_to_be_more()
    {
        var tenant = await service.TenantAsync();
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var page = await UploadAsync(browser, Header + string.Concat(Enumerable.Range(0, 300).Select(static number => $"Person {number},nobody,ML,d,c,2026-04-23,\n")));
        Assert.Equal(100, FaultsOf(page).Count);
        Assert.Contains("At least 100 cells are not right", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_file_lacks_is_asked_for_and_can_be_the_same_for_all_rows()
    {
        var tenant = await service.TenantAsync();
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var page = await UploadAsync(browser, "Who,Colour\nAda,red\nBob,blue\n");
        Assert.Equal(422, page.Status);
        Assert.Contains("Say where these come from: Recipient’s name, Name of the achievement, Description of the achievement, Criteria.", WebUtility.HtmlDecode(page.Text), StringComparison.Ordinal);
        Assert.Contains("Not used: A: Who, B: Colour.", page.Text, StringComparison.Ordinal);

        page = await SendAsync(browser, PageForm.With(page.Text, "Check again").Multipart(
            ("column-recipient.name", "0"), ("same-achievement.name", "ML"), ("same-achievement.description", "A text\r\nof two lines"), ("same-achievement.criteria", "c"), ("same-issuanceDate", "tomorrow")));
        Assert.Contains(">all<", page.Text, StringComparison.Ordinal);
        page = await SendAsync(browser, PageForm.With(page.Text, "Check again").Multipart(("same-issuanceDate", "2026-04-23")));
        Assert.Equal(200, page.Status);
        Assert.Contains("2 rows had no id of their recipient", page.Text, StringComparison.Ordinal);

        var issued = await SendAsync(browser, PageForm.With(page.Text, "Issue 2 credentials").Multipart(("action", "issue")));
        var batch = await service.WaitAsync(tenant.TestKey, issued["Location"]!.Split('/')[^1], "anchored");
        var credential = (await service.GetAsync("/v1/credentials/" + batch["credentials"]![0]!["id"], tenant.TestKey)).Json["signed_credential"]!;
        Assert.Equal(("ML", "A text\nof two lines"), ((string)credential["credentialSubject"]!["achievement"]!["name"]!, (string)credential["credentialSubject"]!["achievement"]!["description"]!));
        Assert.Equal("2026-04-23T00:00:00Z", (string?)credential["validFrom"]);
    }

    [Fact]
    public async Task A_file_that_is_none_is_refused_by_its_lines()
    {
        var browser = await Browser.OfTenantAsync(service, (await service.TenantAsync()).TestKey);
        var page = await UploadAsync(browser, "name,email\nAda,x,y\n\"Bob,z\n");
        Assert.Equal(422, page.Status);
        Assert.Contains("Row 2 (line 2) has 3 fields", page.Text, StringComparison.Ordinal);
        Assert.Contains("Row 3 (line 3): a quotation mark", page.Text, StringComparison.Ordinal);
        page = await UploadAsync(browser, "name\nJos\u00e9\n", Encoding.Latin1);
        Assert.Contains("Line 2 has characters that are not UTF-8", page.Text, StringComparison.Ordinal);
        page = await UploadAsync(browser, "");
        Assert.Contains("There is nothing in it", page.Text, StringComparison.Ordinal);
        page = await UploadAsync(browser, "name\n" + new string('x', 5 * 1024 * 1024));
        Assert.Contains("larger than 5 MB", page.Text, StringComparison.Ordinal);
        Assert.Equal(413, (await UploadAsync(browser, new string('x', 11 * 1024 * 1024))).Status);
    }

    [Fact]
    public async Task Pasted_rows_are_as_good_as_a_file()
    {
        var browser = await Browser.OfTenantAsync(service, (await service.TenantAsync()).TestKey);
        var start = PageForm.With((await browser.GetAsync("/console/upload")).Text, "Check the file");
        var page = await SendAsync(browser, start.Multipart(("text", "Nombre\tCurso\tDescripción\tCriterios\r\nAda\tML\td\tc\r\n")));
        Assert.Equal(200, page.Status);
        Assert.Contains("1 credential can be issued", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_that_does_not_suffice_is_told_and_the_cost_where_it_does()
    {
        var browser = await Browser.OfTenantAsync(service, (await service.TenantAsync("small")).TestKey);
        var page = await UploadAsync(browser, Header + string.Concat(Enumerable.Range(0, 31).Select(number => string.Join(',', Row(number)) + "\n")));
        Assert.Equal(422, page.Status);
        Assert.Contains("would exceed your plan", page.Text, StringComparison.Ordinal);
        page = await UploadAsync(browser, Header + string.Concat(Enumerable.Range(0, 30).Select(number => string.Join(',', Row(number)) + "\n")));
        Assert.Contains("30 of 30 after this batch; 0 left", page.Text, StringComparison.Ordinal);
        Assert.Contains("on base-sepolia", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_was_issued_is_not_issued_again_with_other_content()
    {
        var tenant = await service.TenantAsync();
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var page = await UploadAsync(browser, Header + string.Join(',', Row(1)) + "\n");
        var issue = PageForm.With(page.Text, "Issue 1 credential");
        Assert.Equal(303, (await SendAsync(browser, issue.Multipart(("action", "issue")))).Status);
        var other = await SendAsync(browser, issue.Multipart(("action", "issue"), ("same-achievement.tag", "x")));
        Assert.Equal(422, other.Status);
        Assert.Contains("This upload was issued already", other.Text, StringComparison.Ordinal);
        Assert.Equal(1, await service.BatchCountAsync(tenant.TestKey));
    }

    private static string[] Row(int number) =>
        [$"Person {number}", $"p{number}@x.example", "ML", "Twelve weeks", "A project", "2026-04-23", $"R-{number.ToString(CultureInfo.InvariantCulture)}"];

    private static (string, string) Correction((int Row, string Place, int Column, string Mended) fault) => ($"cell-{fault.Row}-{fault.Column}", fault.Mended);

    private async Task IssuesNothingAsync(TestTenant tenant, Answer page)
    {
        Assert.Equal(422, page.Status);
        Assert.Contains("Nothing has been issued", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"issue\"", page.Text, StringComparison.Ordinal);
        // And not by sending the form as if there were a button.
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var forced = PageForm.With(page.Text, "Check again");
        forced.Fields["form_token"] = PageForm.With((await browser.GetAsync("/console/upload")).Text, "Check the file").Fields["form_token"];
        Assert.Equal(422, (await SendAsync(browser, forced.Multipart(("action", "issue")))).Status);
        Assert.Equal((0, 0), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
    }
}

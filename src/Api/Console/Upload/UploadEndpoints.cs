using System.Globalization;
using System.Text.Json;
using LearnCoin.Api.Batches;
using LearnCoin.Api.Console.Csv;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Console.Upload;

/// <summary>
/// <c>/console/upload</c>: a file becomes a batch in three steps, choose, check, issue. The checks are those of <c>POST /v1/batches</c>, and
/// the batch goes the same way.
/// </summary>
internal static class UploadEndpoints
{
    public const string Path = "/console/upload";

    /// <summary>Bytes of a form: the largest file in base64 after it was found not to compress, with everything else.</summary>
    private const int Limit = 2 * CsvText.MostBytes;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapTenantPage<UploadPage, UploadStart>(Path, KeyScopes.BatchesWrite, static _ => Task.FromResult<Result<UploadStart>>(new UploadStart([])));
        routes.MapTenantAction(Path, KeyScopes.BatchesWrite, PostAsync, Limit);
    }

    private static async Task<ConsoleAnswer> PostAsync(ConsoleCall call, ConsoleForm form)
    {
        var table = UploadForm.ReadTable(form);
        var mapping = table is null ? null : UploadForm.ReadMapping(form, table);
        if (table is null)
        {
            var reading = await UploadForm.ReadFileAsync(form, call.Aborted);
            if (reading.Table is null)
            {
                return ConsoleAnswer.Show<UploadPage, UploadStart>(new UploadStart(reading.Faults), StatusCodes.Status422UnprocessableEntity);
            }

            table = reading.Table;
            mapping = Suggested(table, call.Core.Time.GetUtcNow());
        }

        var entropy = call.Context.RequestServices.GetRequiredService<IEntropy>();
        var (filled, complete, made) = CsvBatch.WithRecipientIds(table, mapping!, entropy);
        var check = new UploadCheck(filled, complete, UploadForm.ReadKey(form, entropy), made + UploadForm.ReadMade(form)) { Missing = complete.Missing() };
        return check.Missing.Count > 0 ? Shown(check)
            : form[UploadForm.Action] == UploadForm.Issue ? await IssueAsync(call, check)
            : await PreviewAsync(call, check);
    }

    private static async Task<ConsoleAnswer> PreviewAsync(ConsoleCall call, UploadCheck check)
    {
        var preview = await call.Core.Intake.PreviewAsync(SenderOf(call), CsvBatch.Body(check.Table, check.Mapping), call.Aborted);
        return Shown(preview.IsOk ? check with { Preview = preview.Value } : Refused(call, check, preview.Error));
    }

    private static async Task<ConsoleAnswer> IssueAsync(ConsoleCall call, UploadCheck check)
    {
        // Not cancelled with the connection: a browser that is closed has still sent a batch.
        var answer = await call.Core.Intake.AcceptAsync(SenderOf(call), check.Key, CsvBatch.Body(check.Table, check.Mapping), BatchJson.Accepted, CancellationToken.None);
        if (!answer.IsOk)
        {
            return Shown(Refused(call, check, answer.Error));
        }

        using var accepted = JsonDocument.Parse(answer.Value.Body);
        var id = accepted.RootElement.GetProperty("id").GetString()!;
        var told = call.Texts("console-upload").Count("issued", check.Table.Rows.Count, ("id", id));
        return ConsoleAnswer.See(call.Scopes.HasFlag(KeyScopes.BatchesRead) ? "/console/batches/" + id : Path, NoticeTone.Good, told);
    }

    private static UploadCheck Refused(ConsoleCall call, UploadCheck check, Error error)
    {
        var faults = CellFault.Of(error, check.Table, check.Mapping);
        return faults.Count == 0
            ? check with { Refusal = call.Texts("console-upload").Find("error." + error.Code.Name) ?? error.Message }
            : check with
            {
                Faults = [.. faults.DistinctBy(static fault => (fault.Row, fault.Field)).OrderBy(static fault => fault.Row).ThenBy(static fault => fault.Column)],
                HasMore = error.Details.Count >= Error.MaxDetails,
            };
    }

    private static ConsoleAnswer Shown(UploadCheck check) => ConsoleAnswer.Show<UploadCheckPage, UploadCheck>(
        check, check.Preview is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    private static CsvMapping Suggested(CsvTable table, DateTimeOffset now)
    {
        var mapping = CsvMapping.Of(table);
        // The day is fixed here and carried on: a check before midnight and an issuing after it are of one batch.
        return mapping.ColumnOf(CsvField.IssuanceDate) is null
            ? mapping.WithSame(CsvField.IssuanceDate, now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : mapping;
    }

    private static BatchSender SenderOf(ConsoleCall call) => new(call.Tenant, call.Environment);
}

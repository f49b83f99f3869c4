using System.CommandLine;
using LearnCoin.Commands.Exports;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Commands;

/// <summary><c>learncoin tenants export</c>.</summary>
internal static class TenantExportCommand
{
    public static Command Create(CommandFrame frame)
    {
        var folder = new Option<string>("--out") { Description = "Folder for the files; made when missing. Run again to bring it up to date.", Required = true };
        return frame.ForTenant(
            "export",
            "Write everything of a tenant into files: its record, batches, credentials, signed documents, audit log.",
            async (core, tenant, parsed, cancellationToken) =>
            {
                await Console.Error.WriteLineAsync("The files hold recipients' names and e-mail addresses: keep them as the tenant's own data.");
                var export = new TenantExport(core, tenant, parsed.GetRequiredValue(folder));
                if (!export.IsOwnFolder())
                {
                    return new Error(ErrorCode.InvalidFieldFormat, "/out: the folder holds the export of another tenant, or other files");
                }

                var (credentials, written) = await export.RunAsync(cancellationToken);
                CommandFrame.WriteJson(json =>
                {
                    json.WriteString("tenant", tenant.Id.Value);
                    json.WriteNumber("credentials", credentials);
                    json.WriteNumber("documents_written", written);
                });
                return null;
            },
            folder);
    }
}

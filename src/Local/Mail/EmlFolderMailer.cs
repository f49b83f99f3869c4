using LearnCoin.Core.Mail;
using LearnCoin.Local.Storage;
using MimeKit;

namespace LearnCoin.Local.Mail;

/// <summary>For development: each mail becomes the file <c>&lt;id&gt;.eml</c> of a folder, which any mail program opens. They hold one-time secrets: nobody else may read them.</summary>
internal sealed class EmlFolderMailer(string folder, string from, TimeProvider time) : IMailer
{
    private readonly MimeComposer composer = new(from, time);

    public async ValueTask SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var message = composer.Compose(mail);
        try
        {
            MakeFolder();
            await WriteAsync(message, PathOf(mail.Id), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MailUnavailableException("folder");
        }
    }

    public ValueTask ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (Directory.Exists(folder))
        {
            // Also one that is being written: its writer finds it gone, and the mail is tried again, or let go.
            foreach (var path in ids.Where(MimeComposer.IsId).SelectMany(id => Directory.EnumerateFiles(folder, id + ".eml*")))
            {
                File.Delete(path);
            }
        }

        return ValueTask.CompletedTask;
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private async Task WriteAsync(MimeMessage message, string path, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var part = $"{path}.{Path.GetRandomFileName()}.part";
        try
        {
            await using (var file = new FileStream(part, options))
            {
                await message.WriteToAsync(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            // Whole or not there.
            File.Move(part, path, overwrite: true);
            FolderSync.Flush(folder);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private string PathOf(string id) => Path.Combine(folder, id + ".eml");
}

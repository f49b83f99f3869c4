using LearnCoin.Api.Site;
using LearnCoin.Core.Mail;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Api.Mail;

/// <summary>Makes mails of the same components as pages. Depends on nothing and keeps nothing: hosts make it before they have services, consoles use it for previews.</summary>
public sealed class MailRenderer(ILoggerFactory loggers) : IMailRenderer
{
    // The components ask for no service.
    private static readonly ServiceProvider Services = new ServiceCollection().BuildServiceProvider();

    public async ValueTask<MailContent> ClaimAsync(ClaimMail mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        cancellationToken.ThrowIfCancellationRequested();
        var view = new ClaimMailView(mail, Texts.For("mail", Texts.Fallback));
        await using var renderer = new HtmlRenderer(Services, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(ClaimMailPage.View)] = view });
            return (await renderer.RenderComponentAsync<ClaimMailPage>(parameters)).ToHtmlString();
        });
        return new MailContent(view.Subject, view.Text(), html);
    }
}

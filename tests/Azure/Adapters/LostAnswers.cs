using Azure.Core.Pipeline;

namespace LearnCoin.Azure.Tests.Adapters;

/// <summary>A network that loses answers: the request arrives and is carried out, its sender never learns of it and the SDK sends it again.</summary>
internal sealed class LostAnswers : DelegatingHandler
{
    private int toLose;

    public LostAnswers()
        : base(new SocketsHttpHandler()) => Transport = new HttpClientTransport(this);

    public HttpPipelineTransport Transport { get; }

    public int Lost { get; private set; }

    /// <summary>What happens between a lost answer and the second try.</summary>
    public Func<Task> Meanwhile { get; set; } = static () => Task.CompletedTask;

    /// <summary>Loses the answers of the next writes.</summary>
    public void LoseNext(int answers = 1) => toLose = answers;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Get || toLose == 0)
        {
            return response;
        }

        toLose--;
        Lost++;
        response.Dispose();
        await Meanwhile();
        throw new HttpRequestException("The answer got lost");
    }
}

using System.Net;
using Cairn.Contracts.Packages;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Runs;

namespace Cairn.Serving.Servers;

/// <summary>Asks a model's own server: no more at once than the rule allows, whoever asks, and each within its time.</summary>
internal sealed class ServerCalls(ServerRule rule, TimeProvider real) : IDisposable
{
    private const long MostAnswer = 256 << 20;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2) });
    private readonly SemaphoreSlim _room = new(rule.Parallel ?? Environment.ProcessorCount);
    private long _sign;
    private int _asked;

    /// <summary>It may be at work on what it was asked, one thing at a time: the last sign of life is younger than an answer may take.</summary>
    public bool IsBusy => Volatile.Read(ref _asked) > 0 && real.GetElapsedTime(Volatile.Read(ref _sign)).TotalSeconds < rule.AnswerSeconds;

    /// <summary>What a client will still wait; null when it did not say.</summary>
    public TimeSpan? Left(RunTime time) => time.HasEnd ? time.Left(real) : null;

    /// <summary>
    /// Sends a request on the caller's thread, which waits; the caller disposes the answer. The connection is closed on the server when nobody waits any more.
    /// </summary>
    /// <param name="at">Where it goes, known when it is its turn.</param>
    /// <param name="until">How long it may wait for its turn.</param>
    /// <exception cref="ModelFailure">The server died meanwhile, or took too long.</exception>
    /// <exception cref="RequestFault">The client's own time is over, or that until its turn.</exception>
    public HttpResponseMessage Send(HttpRequestMessage request, Func<Uri> at, RunTime time, RunTime until)
    {
        Enter(until);
        try { return SendNow(request, at, time); }
        finally { _room.Release(); }
    }

    /// <summary>Whether it says that it is ready.</summary>
    public async Task<bool> ProbeAsync(Uri address, CancellationToken end)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(Math.Clamp(rule.ProbeSeconds, 0.2, 5)), real);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, end);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, rule.ReadyPath));
            using HttpResponseMessage answer = await _client.SendAsync(request, either.Token);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException) { return false; }
    }

    public void Dispose()
    {
        _client.Dispose();
        _room.Dispose();
    }

    private HttpResponseMessage SendNow(HttpRequestMessage request, Func<Uri> at, RunTime time)
    {
        TimeSpan own = TimeSpan.FromSeconds(rule.AnswerSeconds), most = Left(time) is { } left && left < own ? left : own;
        if (most <= TimeSpan.Zero) throw RunFaults.TooLate();
        request.RequestUri = at();
        using var limit = new CancellationTokenSource(most, real);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, time.Gone);
        if (Interlocked.Increment(ref _asked) == 1) Volatile.Write(ref _sign, real.GetTimestamp());
        try
        {
            HttpResponseMessage answer = AskAsync(request, either.Token).GetAwaiter().GetResult();
            Volatile.Write(ref _sign, real.GetTimestamp());
            return answer;
        }
        catch (OperationCanceledException) when (time.Gone.IsCancellationRequested) { throw; }
        catch (OperationCanceledException) when (most < own) { throw RunFaults.CutOff(); }
        catch (OperationCanceledException) { throw new ModelFailure($"The model's server did not answer within {rule.AnswerSeconds} s.", 504); }
        catch (Exception e) when (e is HttpRequestException or IOException) { throw new ModelFailure("The model's server broke the connection.", 503) { Again = ModelServer.First }; }
        finally { Interlocked.Decrement(ref _asked); }
    }

    private void Enter(RunTime until)
    {
        if (_room.Wait(0)) return;
        TimeSpan? left = Left(until);
        if (left <= TimeSpan.Zero) throw RunFaults.TooLate();
        using var limit = new CancellationTokenSource(left ?? Timeout.InfiniteTimeSpan, real);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, until.Gone);
        try { _room.Wait(either.Token); }
        catch (OperationCanceledException) when (!until.Gone.IsCancellationRequested) { throw RunFaults.TooLate(); }
    }

    /// <summary>The body belongs to the answer's time, too.</summary>
    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken limit)
    {
        HttpResponseMessage answer = await _client.SendAsync(request, limit);
        try { await answer.Content.LoadIntoBufferAsync(MostAnswer, limit); }
        catch
        {
            answer.Dispose();
            throw;
        }

        return answer;
    }
}

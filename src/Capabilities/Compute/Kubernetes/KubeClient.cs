using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute.Scheduled;

namespace Cairn.Compute.Kubernetes;

/// <summary>Requests to a cluster's API. Whatever does not answer in time is away.</summary>
internal sealed class KubeClient(KubeAccess access, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly HttpMessageInvoker _http = new(Handler(access));

    /// <summary>One request. A refusal is an answer.</summary>
    /// <exception cref="SchedulerAwayException">No answer, or one that says nothing of the question (401, 429, 5xx).</exception>
    public async Task<KubeAnswer> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using HttpResponseMessage response = await OpenAsync(method, path, body, either.Token);
            JsonObject? content = await ReadAsync(response, either.Token);
            if ((int)response.StatusCode is 401 or 429 or >= 500) throw new SchedulerAwayException($"the cluster answers {(int)response.StatusCode}{(Message(content) is { } why ? $": {why}" : "")}");
            return new KubeAnswer(response.StatusCode, content ?? [], Message(content));
        }
        catch (Exception e) when (IsAway(e, cancellation))
        {
            throw new SchedulerAwayException(limit.IsCancellationRequested ? $"the cluster did not answer within {Patience.TotalSeconds:0} s" : $"the cluster cannot be reached: {e.Message}", e);
        }
    }

    /// <summary>The lines of a watch as they come; ends when the cluster ends it.</summary>
    /// <exception cref="SchedulerAwayException">It cannot be had.</exception>
    public async IAsyncEnumerable<JsonObject> WatchAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using HttpResponseMessage response = await TryAsync(() => OpenAsync(HttpMethod.Get, path, null, cancellation), cancellation);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            yield return new JsonObject { ["type"] = "ERROR", ["object"] = new JsonObject { ["code"] = (int)response.StatusCode } };
            yield break;
        }
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await TryAsync(() => reader.ReadLineAsync(cancellation).AsTask(), cancellation) is { } line)
            if (line.Length > 0 && JsonNode.Parse(line) is JsonObject happening) yield return happening;
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(access.Server.AbsoluteUri.TrimEnd('/') + path));
        if (await access.Token(cancellation) is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await _http.SendAsync(request, cancellation);
    }

    private static async Task<T> TryAsync<T>(Func<Task<T>> act, CancellationToken cancellation)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (IsAway(e, cancellation))
        {
            throw new SchedulerAwayException($"the watch ended: {e.Message}", e);
        }
    }

    private static bool IsAway(Exception e, CancellationToken cancellation)
        => e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !cancellation.IsCancellationRequested);

    private static async Task<JsonObject?> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation) as JsonObject;
        }
        catch (JsonException) when (!response.IsSuccessStatusCode)
        {
            return null;
        }
    }

    private static string? Message(JsonObject? content) => content?["message"] is JsonValue message && message.TryGetValue(out string? text) ? text : null;

    private static SocketsHttpHandler Handler(KubeAccess access)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (access is { Certificate: { } certificate, Key: { } key }) handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPem(certificate, key)];
        if (access.Insecure || access.Authority is not null)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, theirs, _, errors) => access.Insecure || Trusts(access.Authority!, theirs, errors);
        return handler;
    }

    // The cluster's own authority instead of the system's; the name must fit all the same.
    private static bool Trusts(string authority, X509Certificate? theirs, SslPolicyErrors errors)
    {
        if (theirs is not X509Certificate2 certificate || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        try
        {
            chain.ChainPolicy.CustomTrustStore.ImportFromPem(authority);
            return chain.Build(certificate);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

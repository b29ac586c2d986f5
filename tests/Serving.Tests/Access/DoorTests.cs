using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Cairn.Contracts.Snapshots;
using Cairn.Journeys.Tests;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Access;

/// <summary>The program <c>Serve</c>, opened to other machines by its command line.</summary>
public sealed class DoorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-door-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_is_opened_to_others_by_explicit_words_alone()
    {
        (string Arguments, string Says)[] cases =
        [
            ("--listen 0.0.0.0", "--listen opens this server to others: give --certificate FILE and --key FILE"),
            ("--listen everywhere --tls off", "--listen must be an IP address"),
            ("--listen :: --certificate a.pem", "--certificate and --key go together"),
            ("--listen :: --tls maybe", "--tls takes one word, off"),
            ("--certificate none.pem --key none.pem", "--certificate and --key cannot be used"),
            ("--access all", "--access must be tokens"),
        ];
        await File.WriteAllTextAsync(Path.Combine(_folder, "snapshot.json"), "{}");
        foreach ((string says, int code, string expected) in await Task.WhenAll(cases.Select(async c => await RunAsync(c.Arguments, c.Says))))
        {
            code.ShouldBe(2, expected);
            says.ShouldContain(expected);
        }
    }

    [Fact]
    public async Task Others_come_in_by_TLS_and_with_a_token_and_its_log_is_JSON()
    {
        using X509Certificate2 certificate = Certificate();
        VariantRoute model = TestModels.Write(_folder, "1", TestModels.Matrix());
        await File.WriteAllBytesAsync(Path.Combine(_folder, "snapshot.json"), SnapshotJson.Serialize(new RouteSnapshot { Epoch = 1, Endpoints = [ServingHost.Endpoint("m", model)] }));
        int port = FreePort.Next();
        using Process process = Start($"--port {port} --listen 0.0.0.0 --certificate {_folder}/certificate.pem --key {_folder}/key.pem");
        try
        {
#pragma warning disable MA0039 // The test made the certificate itself and takes that one alone.
            using var pinned = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Thumbprint == certificate.Thumbprint };
#pragma warning restore MA0039
            using var http = new HttpClient(pinned);
            await ReadyAsync(http, process, new($"https://127.0.0.1:{port}/readyz"));
            (await AskAsync(http, $"https://127.0.0.1:{port}")).ShouldBe(HttpStatusCode.OK);
            if (Outside() is { } address)
            {
                (await http.GetAsync(new Uri($"https://{address}:{port}/livez"))).StatusCode.ShouldBe(HttpStatusCode.OK);
                (await AskAsync(http, $"https://{address}:{port}")).ShouldBe(HttpStatusCode.Unauthorized);
            }

            JsonElement line = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync())!).RootElement;
            line.GetProperty("LogLevel").GetString().ShouldBe("Information");
            line.GetProperty("Timestamp").GetString()!.ShouldEndWith("Z");
        }
        finally { process.Kill(); }
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient http, string server)
    {
        using var body = new StringContent("""{"instances":[[1,2,3,4]]}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(new Uri(server + "/invocations"), body);
        return answer.StatusCode;
    }

    private static async Task ReadyAsync(HttpClient http, Process process, Uri ready)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            if (process.HasExited) throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(limit.Token));
            try
            {
                using HttpResponseMessage answer = await http.GetAsync(ready, limit.Token);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException) { /* It does not listen yet. */ }
            await tick.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>An address of this machine that is not its own alone; null in a room without windows.</summary>
    private static IPAddress? Outside() => NetworkInterface.GetAllNetworkInterfaces().Where(i => i.OperationalStatus == OperationalStatus.Up)
        .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address).FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));

    private async Task<(string Says, int Code, string Expected)> RunAsync(string arguments, string expected)
    {
        using Process process = Start(arguments);
        string says = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (says, process.ExitCode, expected);
    }

    private Process Start(string arguments)
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        string root = typeof(DoorTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string program = Path.Combine(root, "src", "Apps", "Serve", "bin", configuration, "net10.0", "Cairn.Serve.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--snapshot", Path.Combine(_folder, "snapshot.json"), "--log", Path.Combine(_folder, "log"), .. arguments.Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["CAIRN_LOG"] = "json";
        return Process.Start(start)!;
    }

    private X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=cairn", key, HashAlgorithmName.SHA256);
        X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(_folder, "certificate.pem"), made.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        return made;
    }
}

using Cairn.Compute.Kubernetes;
using Cairn.Compute.Scheduled;
using Cairn.Platform.Jobs;
using Cairn.Platform.Processes;

namespace Cairn.Rooms.Tests.Compute;

public sealed class KubeconfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-kube-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_token_an_authority_and_a_certificate_are_read()
    {
        string data = Convert.ToBase64String("PEM"u8);
        KubeAccess access = Read($$$"""
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://example.org:6443/base", certificate-authority-data: {{{data}}}, insecure-skip-tls-verify: false}}]
            users: [{name: u, user: {token: secret, client-certificate-data: {{{data}}}, client-key-data: {{{data}}}}}]
            """);
        (access.Server, access.Authority, access.Insecure, access.Certificate, access.Key).ShouldBe((new Uri("https://example.org:6443/base"), "PEM", false, "PEM", "PEM"));
        (await access.Token(default)).ShouldBe("secret");
    }

    [Fact]
    public async Task A_plugin_is_asked_for_the_token()
    {
        string plugin = Path.Combine(_folder, "plugin");
        await File.WriteAllTextAsync(plugin, "#!/bin/sh\necho talk >&2\nprintf '{\"kind\":\"ExecCredential\",\"status\":{\"token\":\"%s-%s\"}}' \"$1\" \"$WHO\"\n");
        File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        KubeAccess access = Read("""
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://example.org"}}]
            users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: ["a b"], env: [{name: WHO, value: me}]}}}]
            """);
        (await access.Token(default)).ShouldBe("a b-me");
    }

    [Fact]
    public async Task In_a_cluster_the_token_of_the_pod_is_read_anew_each_time()
    {
        KubeAccounts.InCluster(null, null, _folder).ShouldBeNull();
        await File.WriteAllTextAsync(Path.Combine(_folder, "token"), "one\n");
        KubeAccess access = KubeAccounts.InCluster("10.0.0.1", "443", _folder)!;
        access.Server.ShouldBe(new Uri("https://10.0.0.1"));
        (await access.Token(default)).ShouldBe("one");
        await File.WriteAllTextAsync(Path.Combine(_folder, "token"), "two\n");
        (await access.Token(default)).ShouldBe("two");
    }

    [Theory]
    [InlineData("contexts: []", "no current-context")]
    [InlineData("current-context: a", "no 'a' among the contexts")]
    [InlineData("current-context: [", "cannot be read")]
    [InlineData("", "no current-context")]
    public void What_is_missing_is_named(string text, string fault) => Should.Throw<SchedulerAwayException>(() => Read(text)).Message.ShouldContain(fault);

    private KubeAccess Read(string text)
    {
        string path = Path.Combine(_folder, "config");
        File.WriteAllText(path, text);
        return Kubeconfig.Read(path, null, new KubeExec(ProcessRunners.Of(new RealTime(TimeProvider.System)), _folder));
    }
}

using System.Text;
using Cairn.Compute.Scheduled;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Cairn.Compute.Kubernetes;

/// <summary>Reads a kubeconfig: server, authority, and token, token file, certificate or plugin of its user.</summary>
internal sealed class Kubeconfig(string path, KubeExec exec)
{
    /// <exception cref="SchedulerAwayException">It cannot be read or lacks what is needed.</exception>
    public static KubeAccess Read(string path, string? context, KubeExec exec)
    {
        try
        {
            var yaml = new YamlStream();
            using var text = new StreamReader(path);
            yaml.Load(text);
            return new Kubeconfig(path, exec).Access(yaml.Documents.Count > 0 ? yaml.Documents[0].RootNode : new YamlMappingNode(), context);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or YamlException or FormatException)
        {
            throw new SchedulerAwayException($"the kubeconfig {path} cannot be read: {e.Message}", e);
        }
    }

    private KubeAccess Access(YamlNode root, string? wanted)
    {
        string name = wanted ?? Text(root, "current-context") ?? throw Missing("current-context");
        YamlNode context = Named(root, "contexts", name, "context");
        YamlNode cluster = Named(root, "clusters", Text(context, "cluster") ?? throw Missing("cluster of the context"), "cluster");
        YamlNode user = Text(context, "user") is { Length: > 0 } who ? Named(root, "users", who, "user") : new YamlMappingNode();
        if (!Uri.TryCreate(Text(cluster, "server"), UriKind.Absolute, out Uri? server)) throw Missing("server of the cluster");
        return new KubeAccess(server, TokenOf(user))
        {
            Authority = Content(cluster, "certificate-authority"),
            Insecure = Text(cluster, "insecure-skip-tls-verify") == "true",
            Certificate = Content(user, "client-certificate"),
            Key = Content(user, "client-key"),
        };
    }

    private Func<CancellationToken, ValueTask<string?>> TokenOf(YamlNode user)
    {
        if (Text(user, "token") is { Length: > 0 } token) return _ => ValueTask.FromResult<string?>(token);
        if (Text(user, "tokenFile") is { Length: > 0 } file) return async c => (await File.ReadAllTextAsync(Here(file), c)).Trim();
        if (Child(user, "exec") is not { } plugin) return KubeAccess.NoToken;
        string command = Text(plugin, "command") ?? throw Missing("command of the plugin");
        List<string> words = [command.Contains('/') ? Here(command) : command, .. Items(plugin, "args").OfType<YamlScalarNode>().Select(a => a.Value ?? "")];
        var variables = Items(plugin, "env").ToDictionary(e => Text(e, "name") ?? "", e => Text(e, "value") ?? "", StringComparer.Ordinal);
        string version = Text(plugin, "apiVersion") ?? "client.authentication.k8s.io/v1";
        return c => exec.TokenAsync(words, variables, version, c);
    }

    private YamlNode Named(YamlNode root, string list, string name, string key)
        => Child(Items(root, list).FirstOrDefault(i => Text(i, "name") == name), key) ?? throw Missing($"'{name}' among the {list}");

    // Either as a path beside the file, or in base64 under the key with -data.
    private string? Content(YamlNode node, string key)
    {
        if (Text(node, key + "-data") is { Length: > 0 } data) return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        return Text(node, key) is { Length: > 0 } file ? File.ReadAllText(Here(file)) : null;
    }

    private string Here(string file) => Path.GetFullPath(file, Path.GetDirectoryName(Path.GetFullPath(path))!);

    private SchedulerAwayException Missing(string what) => new($"the kubeconfig {path} has no {what}");

    private static YamlNode? Child(YamlNode? node, string key) => node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? child) ? child : null;

    private static IEnumerable<YamlNode> Items(YamlNode node, string key) => Child(node, key) is YamlSequenceNode list ? list.Children : [];

    private static string? Text(YamlNode node, string key) => (Child(node, key) as YamlScalarNode)?.Value;
}

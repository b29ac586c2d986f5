using System.Net.Sockets;
using System.Text;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private const int Warm = 3000;
    private const int Counted = 1000;
    private const int Rounds = 6;

    /// <summary>Kestrel's routing and our request id are in it; a buffer or a boxed tensor a request would not fit.</summary>
    private const long BytesPerRequest = 2048;

    [Fact]
    public async Task A_small_request_with_everything_on_allocates_little()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect("127.0.0.1", host.Client.BaseAddress!.Port);
        const string body = """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";
        byte[] request = Encoding.ASCII.GetBytes($"POST /v2/models/m/infer HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        byte[] answer = new byte[8192];
        for (int i = 0; i < Warm; i++) Ask(socket, request, answer);

        // The least of some rounds: the runtime's own background work falls into some of them.
        long each = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < Counted; i++) Ask(socket, request, answer);
            each = Math.Min(each, (GC.GetTotalAllocatedBytes(precise: true) - before) / Counted);
        }

        TestContext.Current.SendDiagnosticMessage($"{each} bytes a request");
        each.ShouldBeLessThan(BytesPerRequest);
    }

    private static void Ask(Socket socket, byte[] request, byte[] answer)
    {
        socket.Send(request);
        int read = 0;
        do read += socket.Receive(answer, read, answer.Length - read, SocketFlags.None);
        while (!answer.AsSpan(0, read).EndsWith("]}]}"u8));
        answer.AsSpan(9, 3).SequenceEqual("200"u8).ShouldBeTrue();
    }
}

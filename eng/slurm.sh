# Sourced by eng/test.sh: a private Slurm of two nodes for the tests, on loopback, gone when the tests are over. It needs neither
# systemd nor cgroups nor an accounting database, and runs as whoever started it. By hand:
#   bash -c 'say() { echo "$*"; }; . eng/slurm.sh; start_slurm /tmp/slurm && echo $CAIRN_TEST_SLURM'   and   stop_slurm /tmp/slurm

# start_slurm <folder>: sets CAIRN_TEST_SLURM to the slurm.conf, or says why not. A cluster that the caller named is left alone.
start_slurm() {
  [[ -z ${CAIRN_TEST_SLURM:-} ]] || return 0
  local folder=$1 PATH=$PATH:/usr/sbin program
  for program in slurmctld slurmd munged sbatch squeue scancel; do
    command -v "$program" >/dev/null || { say "no Slurm here ($program is missing): its tests are skipped"; return 0; }
  done
  rm -rf "$folder"
  mkdir -p "$folder"/{n1,n2,state}
  # munged serves nobody below a folder that others can write to.
  chmod 755 "$folder"
  slurm_configure "$folder" "${CAIRN_TEST_SLURM_PORT:-$((20000 + RANDOM % 12000))}"
  if ! slurm_daemons "$folder" >"$folder/start.log" 2>&1 || ! slurm_ready "$folder"; then
    say "Slurm did not start ($folder/*.log): its tests are skipped"
    stop_slurm "$folder" keep
    return 0
  fi
  export CAIRN_TEST_SLURM=$folder/slurm.conf
}

slurm_configure() {
  local folder=$1 port=$2 node host
  host=$(hostname -s)
  (umask 077; head -c 1024 /dev/urandom >"$folder/munge.key")
  cat >"$folder/slurm.conf" <<CONF
ClusterName=cairn
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$folder/munge.sock,cred_expire=5
CredType=cred/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,bf_interval=2
# Both nodes are this machine: each says it has more than there is.
SlurmdParameters=config_overrides
DefMemPerCPU=256
MinJobAge=2
CompleteWait=0
SlurmctldTimeout=10
SlurmdTimeout=10
ReturnToService=2
CONF
  for node in 1 2; do
    echo "NodeName=n$node NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + node)) CPUs=4 RealMemory=4096 State=UNKNOWN" >>"$folder/slurm.conf"
  done
  echo "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE DefaultTime=60 State=UP" >>"$folder/slurm.conf"
}

slurm_daemons() {
  local folder=$1
  munged --force --key-file="$folder/munge.key" --socket="$folder/munge.sock" --pid-file="$folder/munged.pid" \
    --log-file="$folder/munged.log" --seed-file="$folder/munge.seed" &&
    slurmctld -f "$folder/slurm.conf" && slurmd -f "$folder/slurm.conf" -N n1 && slurmd -f "$folder/slurm.conf" -N n2
}

slurm_ready() {
  local try
  for try in {1..100}; do
    [[ $(SLURM_CONF=$1/slurm.conf sinfo -h -N -o %t 2>/dev/null | grep -cx idle) == 2 ]] && return 0
    sleep 0.1
  done
  return 1
}

# stop_slurm <folder> [keep]: ends exactly the daemons whose pid files lie there.
stop_slurm() {
  local folder=$1 file pid
  [[ -d $folder ]] || return 0
  for file in "$folder"/{n1,n2,slurmctld,munged}.pid; do
    [[ -s $file ]] && pid=$(cat "$file") && kill "$pid" 2>/dev/null || continue
    # The controller writes its state once more before it goes.
    timeout 20 tail --pid="$pid" -f /dev/null || kill -9 "$pid" 2>/dev/null || true
  done
  [[ ${2:-} == keep ]] || rm -rf "$folder"
  return 0
}
